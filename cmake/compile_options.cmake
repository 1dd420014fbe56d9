# How our own code is compiled. Third-party targets (third_party.cmake) link neither of these.

find_program(MAGIC_CCACHE ccache)
if(MAGIC_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${MAGIC_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${MAGIC_CCACHE})
endif()

find_package(Threads REQUIRED)

# Sanitizers change the memory layout, so third-party code gets them too: a directory-wide option.
if(MAGIC_SANITIZE)
  add_compile_options(-fsanitize=${MAGIC_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MAGIC_SANITIZE})
endif()

add_library(magic_own_code INTERFACE)
target_include_directories(magic_own_code INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(magic_own_code INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  # g++ 12 sees overlaps in std::string that are not there (GCC bug 105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${MAGIC_WARNINGS_AS_ERRORS}>:-Werror>)
if(NOT EMSCRIPTEN)
  target_link_libraries(magic_own_code INTERFACE Threads::Threads)
endif()

# For a browser, every byte is waited for. No code here throws or asks for a type at run time.
if(EMSCRIPTEN)
  set(CMAKE_C_FLAGS_MINSIZEREL "-Oz -DNDEBUG")
  set(CMAKE_CXX_FLAGS_MINSIZEREL "-Oz -DNDEBUG")
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fno-rtti> $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>)
endif()
