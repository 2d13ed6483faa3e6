# The parser of Python sources: tree-sitter's core and its Python grammar, C sources that are compiled in.
#
# They come as two packages of the npm registry, at the versions below, and their hashes are checked. Looked for in
#   TORCH_TIDY_TREE_SITTER   a folder with the two archives, as `npm pack` names them
#   .deps/tree-sitter        the same, left there by whoever prepared this machine
# and else fetched into the build folder with `npm pack`, which runs no script of a package.
# Gives the library `torch_tidy_tree_sitter`.

set(TORCH_TIDY_TREE_SITTER "" CACHE PATH "Folder with the archives of tree-sitter and tree-sitter-python")

set(core_package tree-sitter)
set(core_version 0.25.1)
set(core_hash 9ab70476462d1dfacad40e9fb373ba171901a344228395d45ea1e1c54390bb46e63e8d34405e17692c7879da5acdd1f0c674828e518a1a022a59d68de1dbd32c)
set(grammar_package tree-sitter-python)
set(grammar_version 0.25.0)
set(grammar_hash 782989c7acd06b7e46c5a0ad403fb05c73a162a07110bf9ba7bd56fecddf70332ed3a32bb739155d1e37edd46b0ab6eb0dbc8bb940c9a4083272cee772780b5f)

# Unpacks the archive of one package; `result` becomes the folder of its sources.
function(torch_tidy_unpack part result)
  set(name "${${part}_package}-${${part}_version}")
  set(folder "${PROJECT_BINARY_DIR}/tree-sitter")
  set(${result} "${folder}/${name}/package" PARENT_SCOPE)
  if(EXISTS "${folder}/${name}/${${part}_hash}")
    return()
  endif()
  file(MAKE_DIRECTORY "${folder}")
  set(archive "")
  foreach(place IN ITEMS "${TORCH_TIDY_TREE_SITTER}" "${PROJECT_SOURCE_DIR}/.deps/tree-sitter" "${folder}")
    if(NOT archive AND EXISTS "${place}/${name}.tgz")
      set(archive "${place}/${name}.tgz")
    endif()
  endforeach()
  if(NOT archive)
    find_program(TORCH_TIDY_NPM npm)
    if(TORCH_TIDY_NPM)
      message(STATUS "Fetching ${name}")
      execute_process(COMMAND "${TORCH_TIDY_NPM}" pack --silent "${${part}_package}@${${part}_version}"
                      WORKING_DIRECTORY "${folder}" OUTPUT_QUIET ERROR_VARIABLE problem)
    else()
      set(problem "there is no npm")
    endif()
    set(archive "${folder}/${name}.tgz")
    if(NOT EXISTS "${archive}")
      message(FATAL_ERROR
        "cannot fetch ${name}, the parser of Python sources: ${problem}\n"
        "Install npm, or give a folder with its archive: -DTORCH_TIDY_TREE_SITTER=FOLDER,\n"
        "or build without Python sources: -DTORCH_TIDY_PYTHON=OFF")
    endif()
  endif()
  file(SHA512 "${archive}" hash)
  if(NOT hash STREQUAL ${part}_hash)
    message(FATAL_ERROR "${archive} is not the ${name} that was checked: its SHA-512 is ${hash}")
  endif()
  file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${folder}/${name}")
  file(TOUCH "${folder}/${name}/${${part}_hash}")
endfunction()

torch_tidy_unpack(core core_folder)
torch_tidy_unpack(grammar grammar_folder)
set(core_folder "${core_folder}/vendor/tree-sitter/lib")

add_library(torch_tidy_tree_sitter STATIC
  "${core_folder}/src/lib.c" "${grammar_folder}/src/parser.c" "${grammar_folder}/src/scanner.c"
  "${PROJECT_SOURCE_DIR}/checks/python/Walk.c")
target_include_directories(torch_tidy_tree_sitter SYSTEM PUBLIC "${core_folder}/include"
                           PRIVATE "${core_folder}/src" "${grammar_folder}/src")
set_target_properties(torch_tidy_tree_sitter PROPERTIES C_STANDARD 11)
target_compile_options(torch_tidy_tree_sitter PRIVATE -w)
target_compile_definitions(torch_tidy_tree_sitter PRIVATE _POSIX_C_SOURCE=200112L _DEFAULT_SOURCE)
