# Makes the folder that a server serves: cmake -DSITE=... -DPAGE=... -DFILES=... -P make_site.cmake
#
# index.html keeps its name and is asked about at each visit. Every other file gets a name with the
# hash of its content, app.0123456789ab.wasm: what such a name stands for never changes, so browsers
# may keep it for ever (client-wasm/nginx.conf, proxy/http/site.h). index.html, and those of FILES
# that come after it, mention a file by its plain name with @ around it: @app.wasm@.
#
# BROTLI and GZIP are the programs; each file gets its .br and .gz beside it.
file(GLOB before "${SITE}/*")
if(before)
  file(REMOVE ${before})
endif()
file(MAKE_DIRECTORY "${SITE}")

set(plain_names)
# Writes `source` as `name`, with the names that are known so far filled in.
function(write_filled source target)
  file(READ "${source}" text)
  foreach(plain IN LISTS plain_names)
    string(REPLACE "@${plain}@" "${name_of_${plain}}" text "${text}")
  endforeach()
  if(text MATCHES "@([a-z-]+\\.[a-z]+)@")
    message(FATAL_ERROR "${source} mentions ${CMAKE_MATCH_1}, which does not come before it.")
  endif()
  file(WRITE "${target}" "${text}")
endfunction()

foreach(file IN LISTS FILES)
  get_filename_component(plain "${file}" NAME)
  get_filename_component(stem "${file}" NAME_WLE)
  get_filename_component(extension "${file}" LAST_EXT)
  set(source "${file}")
  if(extension STREQUAL ".webmanifest")
    set(source "${SITE}/${plain}")
    write_filled("${file}" "${source}")
  endif()
  file(SHA256 "${source}" hash)
  string(SUBSTRING "${hash}" 0 12 hash)
  set(name "${stem}.${hash}${extension}")
  if(source STREQUAL file)
    configure_file("${file}" "${SITE}/${name}" COPYONLY)
  else()
    file(RENAME "${source}" "${SITE}/${name}")
  endif()
  list(APPEND plain_names "${plain}")
  set(name_of_${plain} "${name}")
endforeach()
write_filled("${PAGE}" "${SITE}/index.html")

file(GLOB files "${SITE}/*")
foreach(file IN LISTS files)
  if(file MATCHES "\\.png$")
    continue() # compressed already
  endif()
  execute_process(COMMAND "${GZIP}" -f -k -n -9 "${file}" COMMAND_ERROR_IS_FATAL ANY)
  if(BROTLI)
    execute_process(COMMAND "${BROTLI}" -f -q 11 "${file}" COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()
