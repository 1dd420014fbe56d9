# SDL2 for the browser from its sources, where Emscripten's own port does not fit. SDL's configure
# would take five minutes under Emscripten; include/SDL_config_emscripten.h is its result already, so
# the parts that this program needs are compiled directly. Sound, sensors, rendering, haptics and
# game controllers are left out; platform/web/sdl2_left_out.c answers those who ask for them.
set(sdl2_folders
  . atomic cpuinfo dynapi events file libm locale locale/emscripten misc misc/emscripten power
  power/emscripten filesystem/emscripten loadso/dlopen stdlib thread thread/generic timer timer/unix
  video video/emscripten video/yuv2rgb)
set(sdl2_sources "${PROJECT_SOURCE_DIR}/client-wasm/platform/web/sdl2_left_out.c")
foreach(folder IN LISTS sdl2_folders)
  file(GLOB found "${libsdl2_SOURCE_DIR}/src/${folder}/*.c")
  list(APPEND sdl2_sources ${found})
endforeach()
list(FILTER sdl2_sources EXCLUDE REGEX "SDL_emscriptenframebuffer\\.c$")

add_library(sdl2 STATIC ${sdl2_sources})
target_include_directories(sdl2 SYSTEM PUBLIC "${libsdl2_SOURCE_DIR}/include")
target_compile_definitions(sdl2 PRIVATE
  SDL_AUDIO_DISABLED=1 SDL_SENSOR_DISABLED=1 SDL_RENDER_DISABLED=1 SDL_HAPTIC_DISABLED=1
  SDL_JOYSTICK_DISABLED=1
  # A failed assertion of SDL's would ask the visitor what to do about it.
  SDL_ASSERT_LEVEL=0
  # No picture is ever copied by SDL: without its copying functions, which are 100 kB.
  SDL_LEAN_AND_MEAN=1)
target_compile_options(sdl2 PRIVATE -w)
