# Finds LLVM and Clang 22 (Debian's layout or CMAKE_PREFIX_PATH) and offers
#   torch_tidy_compile_options(TARGET)   the flags that code against LLVM needs

set(TORCH_TIDY_LLVM_MAJOR 22)
set(TORCH_TIDY_LLVM_PACKAGES
    "clang-22 clang-tidy-22 clang-tools-22 libclang-22-dev llvm-22-dev llvm-22-tools libzstd-dev")

# No version here: LLVM's own version file takes "22" for 22.0, which is not 22.1.
find_package(LLVM CONFIG QUIET
             HINTS "/usr/lib/llvm-${TORCH_TIDY_LLVM_MAJOR}")
# Clang's export names clangd's remote index, which nothing here links.
if(NOT TARGET gRPC::grpc++)
  add_library(gRPC::grpc++ INTERFACE IMPORTED)
endif()
if(LLVM_FOUND)
  find_package(Clang CONFIG QUIET HINTS "${LLVM_DIR}/../clang")
endif()
if(NOT LLVM_FOUND OR NOT Clang_FOUND OR NOT LLVM_VERSION_MAJOR EQUAL TORCH_TIDY_LLVM_MAJOR)
  message(FATAL_ERROR
    "torch-tidy needs LLVM and Clang ${TORCH_TIDY_LLVM_MAJOR}: apt-get install ${TORCH_TIDY_LLVM_PACKAGES}"
    " (found LLVM: '${LLVM_VERSION}'; point CMAKE_PREFIX_PATH at it if it lies elsewhere)")
endif()
message(STATUS "LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_DIR}")

separate_arguments(TORCH_TIDY_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")

function(torch_tidy_compile_options target)
  target_include_directories(${target} SYSTEM PUBLIC ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
  target_compile_definitions(${target} PUBLIC ${TORCH_TIDY_LLVM_DEFINITIONS})
  target_compile_options(${target} PRIVATE -Wall -Wextra -fno-rtti -fno-exceptions)
endfunction()
