# How the third-party sources are compiled: small targets of our own, because only parts are needed
# and their own CMake files would build (and configure) far more. System headers: no warnings from
# them.

# ---- nlohmann/json: header only -----------------------------------------------------------------
add_library(nlohmann_json INTERFACE)
target_include_directories(nlohmann_json SYSTEM INTERFACE "${nlohmann-json3_SOURCE_DIR}/include")

# ---- md4c ---------------------------------------------------------------------------------------
add_library(md4c STATIC "${md4c_SOURCE_DIR}/src/md4c.c")
target_include_directories(md4c SYSTEM PUBLIC "${md4c_SOURCE_DIR}/src")
target_compile_options(md4c PRIVATE -w)

if(NOT EMSCRIPTEN)
  # ---- cpp-httplib: split once into header and source, else every user costs 25 s ---------------
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  find_package(OpenSSL 3 REQUIRED)
  set(httplib_split "${CMAKE_BINARY_DIR}/third_party/httplib")
  add_custom_command(
    OUTPUT "${httplib_split}/httplib.h" "${httplib_split}/httplib.cc"
    COMMAND Python3::Interpreter "${cpp-httplib_SOURCE_DIR}/split.py" -o "${httplib_split}"
    DEPENDS "${cpp-httplib_SOURCE_DIR}/httplib.h" "${cpp-httplib_SOURCE_DIR}/split.py"
    WORKING_DIRECTORY "${cpp-httplib_SOURCE_DIR}" VERBATIM)
  add_library(httplib STATIC "${httplib_split}/httplib.cc" "${httplib_split}/httplib.h")
  target_include_directories(httplib SYSTEM PUBLIC "${httplib_split}")
  target_compile_options(httplib PRIVATE -w)
  # An upstream's first line is matched by a std::regex, which takes some 150 bytes of stack for each
  # byte, more in a debug build: at the default of 32 KiB that is more than a thread has.
  target_compile_definitions(httplib PRIVATE CPPHTTPLIB_MAX_LINE_LENGTH=12288)
  target_compile_definitions(httplib PUBLIC
    CPPHTTPLIB_OPENSSL_SUPPORT
    # The client would withhold every body of 1 KiB and more until a "100 Continue", for up to 1 s.
    CPPHTTPLIB_EXPECT_100_THRESHOLD=0
    # Idle kept-alive connections are polled; at 0.41's 10 ms, 500 of them cost half a core.
    CPPHTTPLIB_KEEPALIVE_TIMEOUT_CHECK_INTERVAL_USECOND=1000000
    # The default of 5 makes a burst of connects wait a second for the kernel's retry.
    CPPHTTPLIB_LISTEN_BACKLOG=4096)
  target_link_libraries(httplib PUBLIC OpenSSL::SSL OpenSSL::Crypto Threads::Threads)

  # ---- hiredis: without its TLS, which does not check names (proxy/store/redis_tls.h) -------------
  add_library(hiredis STATIC
    "${hiredis_SOURCE_DIR}/async.c"  # hiredis.c names it, we do not use it
    "${hiredis_SOURCE_DIR}/alloc.c" "${hiredis_SOURCE_DIR}/hiredis.c" "${hiredis_SOURCE_DIR}/net.c"
    "${hiredis_SOURCE_DIR}/read.c" "${hiredis_SOURCE_DIR}/sds.c" "${hiredis_SOURCE_DIR}/sockcompat.c")
  target_include_directories(hiredis SYSTEM PUBLIC "${hiredis_SOURCE_DIR}")
  target_compile_definitions(hiredis PRIVATE _POSIX_C_SOURCE=200112L _DEFAULT_SOURCE)
  target_compile_options(hiredis PRIVATE -w)

  # ---- Catch2 -----------------------------------------------------------------------------------
  if(MAGIC_TESTS)
    set(CATCH_DEVELOPMENT_BUILD OFF)
    set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)  # a newer one from git asks for it
    add_subdirectory("${catch2_SOURCE_DIR}" third_party/catch2 EXCLUDE_FROM_ALL SYSTEM)
    list(APPEND CMAKE_MODULE_PATH "${catch2_SOURCE_DIR}/extras")
  endif()
endif()
