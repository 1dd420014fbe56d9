# Every third-party source, pinned: what it is for, and where it comes from.
#
# Three ways lead to the same FetchContent declaration:
#   MAGIC_SOURCES=git     the commits below, from their authors' repositories
#   MAGIC_SOURCES=debian  the same versions as original tarballs of the Debian archive, by name=suite,
#                         checked by apt against the signed index (fetch_debian_sources.sh)
#   MAGIC_SOURCES_DIR=D   folders D/<name> that you provide; no network is used
# MAGIC_SOURCES=auto (the default) asks git first and the Debian archive when git does not answer.
#
# Downloads are kept in build/sources and shared by all presets.
include(FetchContent)

set(MAGIC_SOURCES "auto" CACHE STRING "Where third-party sources come from: auto, git or debian")
set(MAGIC_SOURCES_DIR "" CACHE PATH "Folder that already holds the third-party sources")
set(MAGIC_SOURCES_CACHE "${PROJECT_SOURCE_DIR}/build/sources" CACHE PATH "Where downloads are kept")

# git's cpp-httplib is newer than the archive's because of security fixes since 0.41; the code builds
# and passes with both, and keeps its own measures against 0.41's holes (docs/architecture.md).
set(magic_dependencies
  # name            needed-by  git repository                                   commit                                    debian name=suite=version
  "nlohmann-json3"  "all"      "https://github.com/nlohmann/json.git"           "9cca280a4d0ccf0c08f47a99aa71d1b0e52f8d03" "nlohmann-json3=trixie=3.11.3"         # JSON
  "imgui"           "ui"       "https://github.com/ocornut/imgui.git"           "45acd5e0e82f4c954432533ae9985ff0e1aad6d5" "imgui=forky=1.92.2b"                  # the UI's widgets
  "md4c"            "ui"       "https://github.com/mity/md4c.git"               "729e6b8b320caa96328968ab27d7db2235e4fb47" "md4c=trixie=0.5.2"                    # Markdown of answers
  "cpp-httplib"     "native"   "https://github.com/yhirose/cpp-httplib.git"     "b8fe69e4e892ec394ca8de27ab2fe219008690b6" "cpp-httplib=trixie-backports=0.41.0"  # HTTP server and client
  "hiredis"         "native"   "https://github.com/redis/hiredis.git"           "60e5075d4ac77424809f855ba3e398df7aacefe8" "hiredis=trixie=1.2.0"                 # Redis client
  "catch2"          "tests"    "https://github.com/catchorg/Catch2.git"         "fa43b77429ba76c462b1898d6cd2f2d7a9416b14" "catch2=trixie=3.7.1"                  # tests
  "libsdl2"         "web-sdl"  "https://github.com/libsdl-org/SDL.git"          "ac13ca9ab691e13e8eebe9684740ddcb0d716203" "libsdl2=bookworm=2.26.5"              # the window, where Emscripten has no own port that fits
)

# SDL2 in the browser: Debian 12's Emscripten (3.1.6) cannot build a current SDL2, so it gets 2.26.5
# from source; a current emsdk uses its own port.
set(MAGIC_WEB_SDL_FROM_SOURCE OFF)
if(EMSCRIPTEN AND EMSCRIPTEN_VERSION VERSION_LESS 3.1.30)
  set(MAGIC_WEB_SDL_FROM_SOURCE ON)
endif()

function(magic_is_needed by out)
  set(${out} OFF PARENT_SCOPE)
  if(by STREQUAL "all" OR by STREQUAL "ui"
     OR (by STREQUAL "native" AND NOT EMSCRIPTEN)
     OR (by STREQUAL "tests" AND MAGIC_TESTS AND NOT EMSCRIPTEN)
     OR (by STREQUAL "web-sdl" AND MAGIC_WEB_SDL_FROM_SOURCE))
    set(${out} ON PARENT_SCOPE)
  endif()
endfunction()

# Decide how to download; a way that worked is kept for all presets.
set(magic_way "${MAGIC_SOURCES}")
set(magic_way_file "${MAGIC_SOURCES_CACHE}/.way")
if(MAGIC_SOURCES_DIR)
  set(magic_way "local")
elseif(magic_way STREQUAL "auto")
  if(EXISTS "${magic_way_file}")
    file(READ "${magic_way_file}" magic_way)
  else()
    message(STATUS "Asking whether the git repositories can be reached")
    execute_process(COMMAND ${CMAKE_COMMAND} -E env GIT_TERMINAL_PROMPT=0
                            git ls-remote --exit-code https://github.com/nlohmann/json.git HEAD
                    TIMEOUT 20 RESULT_VARIABLE magic_git_failed OUTPUT_QUIET ERROR_QUIET)
    if(magic_git_failed)
      set(magic_way "debian")
    else()
      set(magic_way "git")
    endif()
  endif()
elseif(NOT magic_way MATCHES "^(git|debian)$")
  message(FATAL_ERROR "MAGIC_SOURCES must be auto, git or debian, but is '${magic_way}'.")
endif()
message(STATUS "Third-party sources: ${magic_way}")

# Walk the table five columns at a time.
set(magic_rows ${magic_dependencies})
set(magic_debian_wanted)
set(magic_needed_names)
while(magic_rows)
  list(POP_FRONT magic_rows name by repository commit debian)
  magic_is_needed(${by} needed)
  if(NOT needed)
    continue()
  endif()
  list(APPEND magic_needed_names ${name})
  list(APPEND magic_debian_wanted ${debian})
  # SOURCE_SUBDIR names no folder: sources only, our own third_party.cmake says how to compile them.
  FetchContent_Declare(${name} GIT_REPOSITORY ${repository} GIT_TAG ${commit} GIT_PROGRESS ON
                       SOURCE_DIR "${MAGIC_SOURCES_CACHE}/git/${name}" SOURCE_SUBDIR "sources-only")
endwhile()

if(magic_way STREQUAL "debian")
  execute_process(COMMAND "${PROJECT_SOURCE_DIR}/cmake/fetch_debian_sources.sh"
                          "${MAGIC_SOURCES_CACHE}/debian" ${magic_debian_wanted}
                  RESULT_VARIABLE magic_fetch_failed)
  if(magic_fetch_failed)
    message(FATAL_ERROR "Could not fetch the third-party sources: neither the git repositories nor the "
                        "Debian archive could be used. See the line above, or give the sources with "
                        "-DMAGIC_SOURCES_DIR=<folder>.")
  endif()
endif()

foreach(name IN LISTS magic_needed_names)
  string(TOUPPER "${name}" upper)
  if(magic_way STREQUAL "local")
    set(FETCHCONTENT_SOURCE_DIR_${upper} "${MAGIC_SOURCES_DIR}/${name}")
  elseif(magic_way STREQUAL "debian")
    set(FETCHCONTENT_SOURCE_DIR_${upper} "${MAGIC_SOURCES_CACHE}/debian/${name}")
  endif()
  FetchContent_MakeAvailable(${name})
endforeach()
if(MAGIC_SOURCES STREQUAL "auto" AND NOT MAGIC_SOURCES_DIR)
  file(WRITE "${magic_way_file}" "${magic_way}")
endif()
