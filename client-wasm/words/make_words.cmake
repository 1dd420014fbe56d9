# Writes word_list.h, an enumerator for each key of the first language, and word_list.cpp, each
# language's texts in that order. Files that would not change are left, so that a reworded sentence
# compiles one file.
#
# A line is "key = text", a comment, or empty. "key.one" and "key.other" make one Plural.

cmake_minimum_required(VERSION 3.25)

function(fail language number words)
  message(FATAL_ERROR "assets/words/${language}.txt:${number}: ${words}")
endfunction()

# Sets keys, and text_<key> for each of them.
macro(read_words language)
  set(keys)
  file(READ "${FOLDER}/${language}.txt" rest)
  set(number 0)
  while(NOT rest STREQUAL "")
    math(EXPR number "${number} + 1")
    string(FIND "${rest}" "\n" end)
    if(end LESS 0)
      fail(${language} ${number} "the last line has no end")
    endif()
    string(SUBSTRING "${rest}" 0 ${end} line)
    math(EXPR end "${end} + 1")
    string(SUBSTRING "${rest}" ${end} -1 rest)
    if(line MATCHES "^([a-z][a-z0-9_]*(\\.one|\\.other)?) = (.+)$")
      set(key "${CMAKE_MATCH_1}")
      string(REPLACE "\\" "\\\\" text "${CMAKE_MATCH_3}")
      string(REPLACE "\"" "\\\"" text "${text}")
      if(key IN_LIST keys)
        fail(${language} ${number} "'${key}' stands here twice")
      endif()
      list(APPEND keys ${key})
      set(text_${key} "${text}")
    elseif(NOT line MATCHES "^(#.*)?$")
      fail(${language} ${number} "this is no 'key = text'")
    endif()
  endwhile()
endmacro()

function(write_if_different path text)
  file(WRITE "${path}.new" "${text}")
  file(COPY_FILE "${path}.new" "${path}" ONLY_IF_DIFFERENT)
  file(REMOVE "${path}.new")
endfunction()

list(GET LANGUAGES 0 first)
set(texts)
set(table)
foreach(language IN LISTS LANGUAGES)
  read_words(${language})
  if(language STREQUAL first)
    set(all_keys ${keys})
  endif()
  string(APPEND texts "const char k_${language}[] =")
  foreach(key IN LISTS all_keys)
    if(key IN_LIST keys)
      string(APPEND texts "\n    \"${text_${key}}\\0\"")
    else()
      string(APPEND texts "\n    \"\\0\"")
    endif()
  endforeach()
  string(APPEND texts ";\n")
  string(APPEND table "    {\"${language}\", k_${language}},\n")
endforeach()

set(words)
set(plurals)
set(index 0)
foreach(key IN LISTS all_keys)
  if(key MATCHES "^(.+)\\.one$")
    string(APPEND plurals "  ${CMAKE_MATCH_1} = ${index},\n")
  elseif(NOT key MATCHES "\\.other$")
    string(APPEND words "  ${key} = ${index},\n")
  endif()
  math(EXPR index "${index} + 1")
endforeach()
list(LENGTH LANGUAGES languages)

write_if_different("${OUTPUT}.h" "// Made of assets/words/ by client-wasm/words/make_words.cmake.
#pragma once
#include <cstddef>
#include <cstdint>
namespace magic {
enum class Word : std::uint16_t {
${words}};
enum class Plural : std::uint16_t {
${plurals}};
struct WordFile {
  const char* code;
  const char* texts;
};
inline constexpr std::size_t kWordCount = ${index}, kWordFileCount = ${languages};
extern const WordFile kWordFiles[kWordFileCount];
}  // namespace magic
")
write_if_different("${OUTPUT}.cpp" "// Made of assets/words/ by client-wasm/words/make_words.cmake.
#include \"word_list.h\"
namespace magic {
namespace {
${texts}}  // namespace
const WordFile kWordFiles[kWordFileCount] = {
${table}};
}  // namespace magic
")
