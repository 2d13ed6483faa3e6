"""The tests of the checks: test/checks/<check>/*.cpp, each through check_torch_tidy.py on libtorch's real headers.

Parameters: --param libtorch=1 runs against Debian's libtorch 1.13 instead (features libtorch1 and libtorch2 say
which it is); --param plain=never|marked|sample|always says which files run without precompiled header too; --param brief=1
runs torch-tidy alone.
"""

import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

import lit.formats

config.name = "torch-tidy"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".cu"]
config.excludes = ["Inputs"]
config.test_source_root = f"{config.torch_tidy_source}/test/checks"

_version = lit_config.params.get("libtorch", "2")
_folders = config.torch_folders_1 if _version == "1" else config.torch_folders
if not all(_folders) or not all(Path(folder).is_dir() for folder in _folders):
    lit_config.fatal(f"no headers of libtorch {_version}: {_folders}; run tool/setup.sh and cmake again")
config.available_features.add(f"libtorch{_version}")
config.test_exec_root = f"{config.torch_tidy_build}/test/libtorch{_version}"

_script = f"{config.torch_tidy_source}/test/check_torch_tidy.py"
_command = [sys.executable, _script,
            f"--clang={config.llvm_bin}/clang++", f"--clang-tidy={config.llvm_bin}/clang-tidy",
            f"--module={config.torch_tidy_build}/lib/TorchTidyModule.so",
            f"--torch-tidy={config.torch_tidy_build}/bin/torch-tidy",
            f"--pch={config.test_exec_root}/torch.pch", f"--pch-maker={config.pch_maker}",
            *(f"--isystem={folder}" for folder in _folders)]
subprocess.run([*_command, "--make-pch"], check=True)
_command.append("--plain=" + lit_config.params.get("plain", "marked"))
if lit_config.params.get("brief") == "1":
    _command.append("--brief")

# Extensions for Python need its headers.
_python = next((folder for folder in (sysconfig.get_paths()["include"], "/usr/include/python3.11")
                if Path(folder, "Python.h").is_file()), "")
if _python:
    config.available_features.add("python-headers")
config.substitutions.append(("%python", _python))
config.substitutions.append(("%check_torch_tidy", shlex.join(_command) + " --work=%t.work"))
config.environment["TORCH_TIDY_TEST_PLAIN"] = os.environ.get("TORCH_TIDY_TEST_PLAIN", "")
