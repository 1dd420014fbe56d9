# The browser's program: how it is linked, and the folder build/<preset>/site that a server serves
# (make_site.cmake). What a visitor downloads: scripts/weigh.sh.
target_sources(app PRIVATE "${CMAKE_CURRENT_LIST_DIR}/gl_lookup.cpp")
set(web_libraries fetch files frames glyphs keyboard mirror page segments)
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
  # Parts of Emscripten's JavaScript that nothing here asks for: WebGL's extensions, its list of errors,
  # full screen and pointer lock, which wait for a click, and decoding without the browser's decoder.
  -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0
  -sGL_SUPPORT_SIMPLE_ENABLE_EXTENSIONS=0
  -sGL_TRACK_ERRORS=0
  -sHTML5_SUPPORT_DEFERRING_USER_SENSITIVE_REQUESTS=0
  -sTEXTDECODER=2
  # The program is optimized once more after Emscripten's own passes, and code that can only be reached
  # through a trap is left out: 3 kB.
  -sBINARYEN_EXTRA_PASSES=-tnh,-Oz
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
set(page "${CMAKE_CURRENT_LIST_DIR}/page")
set(icons "${PROJECT_SOURCE_DIR}/assets/icons")
set(built "$<TARGET_FILE_DIR:app>")
set(site_files
  "${built}/app.js" "${built}/app.wasm" "${page}/start.js" "${page}/style.css"
  "${icons}/memory-magic.svg" "${icons}/memory-magic.png" "${page}/memory-magic.webmanifest")
set(make_site "${CMAKE_CURRENT_LIST_DIR}/make_site.cmake")
# The names are known only when the contents are, so a stamp stands for all files.
add_custom_command(
  OUTPUT "${CMAKE_BINARY_DIR}/site.stamp"
  COMMAND ${CMAKE_COMMAND} "-DSITE=${site}" "-DPAGE=${page}/index.html" "-DFILES=${site_files}"
          "-DBROTLI=$<$<BOOL:${MAGIC_BROTLI}>:${MAGIC_BROTLI}>" "-DGZIP=${MAGIC_GZIP}" -P "${make_site}"
  COMMAND ${CMAKE_COMMAND} -E touch "${CMAKE_BINARY_DIR}/site.stamp"
  DEPENDS app "${make_site}" "${page}/index.html" "${page}/start.js" "${page}/style.css"
          "${page}/memory-magic.webmanifest" "${icons}/memory-magic.svg" "${icons}/memory-magic.png"
  COMMENT "Making the site"
  VERBATIM)
add_custom_target(site ALL DEPENDS "${CMAKE_BINARY_DIR}/site.stamp")
