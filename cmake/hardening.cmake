# What makes an error in native code end the process instead of obeying an attacker: in a Release, for
# our own and third-party code alike, so directory-wide. tests/deploy/hardening_test.py reads the
# result. Whatever one compiler or processor does not know is left out by asking the compiler.
if(EMSCRIPTEN OR MAGIC_SANITIZE OR NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  return()
endif()

include(CheckCXXCompilerFlag)
include(CheckLinkerFlag)
include(CheckPIESupported)

check_pie_supported(LANGUAGES C CXX)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

foreach(flag IN ITEMS -fstack-protector-strong -fstack-clash-protection -fcf-protection
                      -mbranch-protection=standard)
  string(MAKE_C_IDENTIFIER "MAGIC_HAS${flag}" known)
  check_cxx_compiler_flag("-Werror ${flag}" ${known})
  if(${known})
    add_compile_options(${flag})
  endif()
endforeach()

# Some distributions' compilers define a lower level by themselves.
add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
# operator[] and its like check their bounds.
add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:_GLIBCXX_ASSERTIONS>)

foreach(flag IN ITEMS -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
  string(MAKE_C_IDENTIFIER "MAGIC_HAS${flag}" known)
  check_linker_flag(CXX ${flag} ${known})
  if(${known})
    add_link_options(${flag})
  endif()
endforeach()
