@echo off
rem Runs Memory Magic with Docker Compose, waits until it answers, and opens the browser.
setlocal
cd /d "%~dp0"

docker info >nul 2>&1
if errorlevel 1 (
  echo start.bat: Docker does not answer. Install or start Docker Desktop, then run start.bat again.
  exit /b 1
)
docker compose up -d --build --wait
if errorlevel 1 (
  echo start.bat: The services did not come up. "docker compose logs" says why.
  exit /b 1
)
set ADDRESS=localhost:3000
for /f "tokens=2 delims=:" %%p in ('docker compose port frontend 3000') do set ADDRESS=localhost:%%p
echo Memory Magic is ready: http://%ADDRESS%
echo Stop it with: docker compose down
start "" "http://%ADDRESS%"
