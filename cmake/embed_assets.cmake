# Files compiled into a program, for g++ and em++ alike.
#
#   magic_embed(<target> HEADER <name>.h FILES <asset name>=<path> ...)
#
# adds a generated header <name>.h to the target, which declares
#   std::string_view magic::asset(std::string_view name);  // the file's bytes; empty: no such asset
# Each header has an inline namespace of its own, so that two targets with assets can be linked into
# one program. Paths are relative to the calling CMakeLists.txt.
#
# The same file, run as a script, writes the C++ at build time. Bytes become an array of numbers: a
# string literal would compile faster but must not pass 64 KiB.

if(CMAKE_SCRIPT_MODE_FILE)
  set(arrays)
  set(lookups)
  set(index 0)
  foreach(asset IN LISTS FILES)
    string(FIND "${asset}" "=" equals)
    string(SUBSTRING "${asset}" 0 ${equals} asset_name)
    math(EXPR after "${equals} + 1")
    string(SUBSTRING "${asset}" ${after} -1 path)
    file(READ "${path}" bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    # One byte more, so that an empty file is an array too.
    string(APPEND arrays "constexpr unsigned char kAsset${index}[] = {${bytes}0};\n")
    string(APPEND lookups "  if (name == \"${asset_name}\") return view_of(kAsset${index});\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(WRITE "${OUTPUT}.h"
"// Made by cmake/embed_assets.cmake.
#pragma once
#include <string_view>
namespace magic {
inline namespace ${NAMESPACE} {
std::string_view asset(std::string_view name);
}
}  // namespace magic
")
  file(WRITE "${OUTPUT}.cpp"
"// Made by cmake/embed_assets.cmake.
#include \"${NAMESPACE}.h\"
#include <cstddef>
namespace {
${arrays}
template <std::size_t kSize>
std::string_view view_of(const unsigned char (&bytes)[kSize]) {
  return {reinterpret_cast<const char*>(bytes), kSize - 1};
}
}  // namespace
namespace magic {
inline namespace ${NAMESPACE} {
std::string_view asset(std::string_view name) {
${lookups}  return {};
}
}  // namespace ${NAMESPACE}
}  // namespace magic
")
  return()
endif()

set(MAGIC_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}" CACHE INTERNAL "")

function(magic_embed target)
  cmake_parse_arguments(arg "" "HEADER" "FILES" ${ARGN})
  get_filename_component(name "${arg_HEADER}" NAME_WE)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/embedded")
  set(assets)
  set(paths)
  foreach(asset IN LISTS arg_FILES)
    if(NOT asset MATCHES "^([^=]+)=(.+)$")
      message(FATAL_ERROR "magic_embed(${target}): '${asset}' is not <name>=<path>")
    endif()
    get_filename_component(path "${CMAKE_MATCH_2}" ABSOLUTE)
    list(APPEND assets "${CMAKE_MATCH_1}=${path}")
    list(APPEND paths "${path}")
  endforeach()
  add_custom_command(
    OUTPUT "${folder}/${name}.h" "${folder}/${name}.cpp"
    COMMAND ${CMAKE_COMMAND} "-DFILES=${assets}" "-DOUTPUT=${folder}/${name}" "-DNAMESPACE=${name}"
            -P "${MAGIC_EMBED_SCRIPT}"
    DEPENDS ${paths} "${MAGIC_EMBED_SCRIPT}"
    COMMENT "Embedding ${name}"
    VERBATIM)
  # A library of its own: generated sources are only known in the folder that generates them, and the
  # target may be from another one.
  add_library(embedded_${name} STATIC "${folder}/${name}.cpp" "${folder}/${name}.h")
  target_include_directories(embedded_${name} PUBLIC "${folder}")
  target_link_libraries(${target} PRIVATE embedded_${name})
endfunction()
