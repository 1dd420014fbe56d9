# Dear ImGui, and SDL2 under it. Included by client-wasm/, where a window is built.

# ---- Dear ImGui: the core, without a window ------------------------------------------------------
add_library(imgui STATIC
  "${imgui_SOURCE_DIR}/imgui.cpp"
  "${imgui_SOURCE_DIR}/imgui_demo.cpp" # only the stubs that the core calls
  "${imgui_SOURCE_DIR}/imgui_draw.cpp"
  "${imgui_SOURCE_DIR}/imgui_widgets.cpp"
  "${PROJECT_SOURCE_DIR}/client-wasm/platform/imgui_without_tables.cpp")
target_include_directories(imgui SYSTEM PUBLIC "${imgui_SOURCE_DIR}")
target_include_directories(imgui PRIVATE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(imgui PUBLIC
  IMGUI_USER_CONFIG="client-wasm/platform/imgui_config.h"
  # Its test hooks tell us every widget: the accessibility mirror of the page (platform/web).
  $<$<BOOL:${EMSCRIPTEN}>:IMGUI_ENABLE_TEST_ENGINE>)
target_compile_options(imgui PRIVATE -w)
target_link_libraries(imgui PUBLIC magic_own_code)

# ---- SDL2 and OpenGL -----------------------------------------------------------------------------
if(NOT EMSCRIPTEN)
  find_package(PkgConfig REQUIRED)
  find_package(OpenGL REQUIRED)
  pkg_check_modules(SDL2 REQUIRED IMPORTED_TARGET sdl2)
  add_library(sdl2 INTERFACE)
  target_link_libraries(sdl2 INTERFACE PkgConfig::SDL2 OpenGL::GL)
elseif(MAGIC_WEB_SDL_FROM_SOURCE)
  include(${CMAKE_CURRENT_LIST_DIR}/sdl2_web.cmake)
else()
  add_library(sdl2 INTERFACE)
  target_compile_options(sdl2 INTERFACE -sUSE_SDL=2)
  target_link_options(sdl2 INTERFACE -sUSE_SDL=2)
endif()

add_library(imgui_sdl2 STATIC
  "${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp"
  "${imgui_SOURCE_DIR}/backends/imgui_impl_sdl2.cpp")
target_include_directories(imgui_sdl2 SYSTEM PUBLIC "${imgui_SOURCE_DIR}/backends")
target_compile_options(imgui_sdl2 PRIVATE -w)
target_link_libraries(imgui_sdl2 PUBLIC imgui sdl2)
if(EMSCRIPTEN)
  # 1.92.2b uses Emscripten's macros without including its header.
  target_compile_options(imgui_sdl2 PRIVATE "SHELL:-include emscripten.h")
endif()

# ---- FreeType, HarfBuzz and fontconfig: what our own fonts lack, from the system's fonts ----------
if(NOT EMSCRIPTEN)
  pkg_check_modules(FREETYPE REQUIRED IMPORTED_TARGET freetype2)
  pkg_check_modules(HARFBUZZ REQUIRED IMPORTED_TARGET harfbuzz)
  pkg_check_modules(FONTCONFIG REQUIRED IMPORTED_TARGET fontconfig)
  add_library(system_fonts INTERFACE)
  target_link_libraries(system_fonts INTERFACE PkgConfig::FREETYPE PkgConfig::HARFBUZZ
                                               PkgConfig::FONTCONFIG)
endif()
