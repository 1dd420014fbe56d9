# The browser's program: how it is linked, and the folder build/<preset>/site that a server serves,
# each file with its .gz and .br beside it.
set(web_libraries fetch files frames glyphs keyboard mirror page)
foreach(library IN LISTS web_libraries)
  set(file "${CMAKE_CURRENT_LIST_DIR}/${library}.js")
  target_link_options(app PRIVATE "SHELL:--js-library \"${file}\"")
  set_property(TARGET app APPEND PROPERTY LINK_DEPENDS "${file}")
endforeach()

target_link_options(app PRIVATE
  -sENVIRONMENT=web
  -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
  -sALLOW_MEMORY_GROWTH=1
  -sFILESYSTEM=0
  -sMALLOC=emmalloc
  -sEXPORTED_FUNCTIONS=_main,_malloc,_free
  -sEXPORTED_RUNTIME_METHODS=UTF8ToString,stringToUTF8,lengthBytesUTF8
  # The content security policy allows no evaluation of JavaScript text.
  -sDYNAMIC_EXECUTION=0)
set_target_properties(app PROPERTIES SUFFIX .js)
# Debian's Emscripten finds its own JavaScript packages only with Debian's node.
if(EXISTS /usr/share/nodejs/acorn)
  set_target_properties(app PROPERTIES
    RULE_LAUNCH_LINK "${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs")
endif()

# ---- The site ------------------------------------------------------------------------------------
find_program(MAGIC_BROTLI brotli)
find_program(MAGIC_GZIP gzip REQUIRED)
set(site "${CMAKE_BINARY_DIR}/site")
set(site_outputs)

# magic_site_file(<name> <path> <what makes it>): a copy in the site, and its compressed forms.
function(magic_site_file name path maker)
  set(file "${site}/${name}")
  set(outputs "${file}" "${file}.gz")
  set(brotli)
  if(MAGIC_BROTLI)
    list(APPEND outputs "${file}.br")
    set(brotli COMMAND "${MAGIC_BROTLI}" -f -q 11 "${file}")
  endif()
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND ${CMAKE_COMMAND} -E make_directory "${site}"
    COMMAND ${CMAKE_COMMAND} -E copy "${path}" "${file}"
    COMMAND "${MAGIC_GZIP}" -f -k -n -9 "${file}"
    ${brotli}
    DEPENDS "${maker}"
    VERBATIM)
  set(site_outputs ${site_outputs} ${outputs} PARENT_SCOPE)
endfunction()

foreach(name IN ITEMS index.html start.js style.css icon.svg)
  set(page_file "${CMAKE_CURRENT_LIST_DIR}/page/${name}")
  magic_site_file(${name} "${page_file}" "${page_file}")
endforeach()
set(built "$<TARGET_FILE_DIR:app>")
magic_site_file(app.js "${built}/app.js" app)
magic_site_file(app.wasm "${built}/app.wasm" app)
add_custom_target(site ALL DEPENDS ${site_outputs})

# What a visitor downloads: cmake --build --preset web --target web_weight
add_custom_target(web_weight
  COMMAND ${CMAKE_COMMAND} "-DSITE=${site}" -P "${CMAKE_CURRENT_LIST_DIR}/weight.cmake"
  DEPENDS site
  VERBATIM)
