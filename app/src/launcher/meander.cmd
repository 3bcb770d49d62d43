@echo off
rem Starts Meander from a checkout. Needs nothing set: finds its own folder and a Java @maven.compiler.release@ or newer.
rem MEANDER_JAVA names a Java (the program or its home) to be used in place of any other.
setlocal
set "lib=%~dp0lib"
set "java="

if not defined MEANDER_JAVA goto search
if exist "%MEANDER_JAVA%\bin\java.exe" set "java=%MEANDER_JAVA%\bin\java.exe" & goto start
if exist "%MEANDER_JAVA%\" goto wrong
if exist "%MEANDER_JAVA%" set "java=%MEANDER_JAVA%" & goto start
:wrong
>&2 echo meander: MEANDER_JAVA is %MEANDER_JAVA%, where there is no Java; name a Java @maven.compiler.release@ or newer, or unset it.
exit /b 1

:search
if defined JAVA_HOME call :fits "%JAVA_HOME%"
if defined java goto start
for /f "tokens=1,2,*" %%a in ('findstr /c:"java.home = " "%lib%\built-with.txt" 2^>nul') do call :fits "%%c"
if defined java goto start
for /f "delims=" %%j in ('where java 2^>nul') do if not defined java call :fits "%%~dpj.."
if defined java goto start
for /d %%d in ("%ProgramFiles%\Java\*" "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*") do if not defined java call :fits "%%~d"
if defined java goto start
>&2 echo meander: there is no Java @maven.compiler.release@ or newer here; install one, or name one in MEANDER_JAVA.
exit /b 1

:fits
if not exist "%~1\bin\java.exe" exit /b
for /f tokens^=2^ delims^=^".+- %%v in ('findstr /b "JAVA_VERSION=" "%~1\release" 2^>nul') do if %%v geq @maven.compiler.release@ set "java=%~1\bin\java.exe"
exit /b

:start
set "memory=-XX:+UseSerialGC"
if "%~1"=="" set "memory=@jvm.window@"
if "%~1"=="gui" set "memory=@jvm.window@"
if exist "%~1" set "memory=@jvm.window@"
"%java%" %memory% @jvm.arguments@ "-XX:ErrorFile=%APPDATA%\Meander\crashes\hs_err_pid%%p.log" "-XX:AOTCache=%lib%\meander.aot" -Xlog:aot*=off -Xlog:cds*=off "-Donnxruntime.native.path=%lib%\native\ai\onnxruntime\native\@onnxruntime.platform@" --module-path "@cmd.modulepath@" --add-modules javafx.controls -cp "%lib%\@project.build.finalName@.jar;@cmd.classpath@" meander.app.Main %*
exit /b %errorlevel%
