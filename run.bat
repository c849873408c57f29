@echo off
rem Opens the till from a clone on Windows; "run.bat test" and the others do what "make test" does elsewhere.
setlocal
cd /d "%~dp0"
set "PYTHON="
for %%V in (3.13 3.12 3.11 3.14) do if not defined PYTHON (
  py -%%V -c "" >nul 2>nul && set "PYTHON=py -%%V"
)
for %%N in (python python3) do if not defined PYTHON (
  %%N -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON=%%N"
)
if not defined PYTHON (
  echo BarTender needs Python 3.11 or newer, and none was found. Install one and run this again:
  echo     winget install Python.Python.3.13
  exit /b 1
)
%PYTHON% tools.py %*
exit /b %ERRORLEVEL%
