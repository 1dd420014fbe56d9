# What is installed where, and the Debian package.
#
#   cmake --install build/release --prefix DIR     (the browser UI must have been built, too)
#   cd build/release && cpack -G DEB
#
# The programs' own install rules stand beside their targets: bin/chat-proxy, bin/chat-desktop. The
# proxy looks for the UI in ../share/memory-magic/site, so a prefix may be moved as a whole.
set(MAGIC_SITE_DIR "${PROJECT_SOURCE_DIR}/build/web/site" CACHE PATH "The built browser UI, to install")

# In the package the site is a part of the whole: without it the proxy would have no UI.
install(CODE "
  if(NOT EXISTS \"${MAGIC_SITE_DIR}/index.html\")
    message(FATAL_ERROR \"The browser UI is not in ${MAGIC_SITE_DIR}. Build it with scripts/build.sh web.\")
  endif()")
install(DIRECTORY "${MAGIC_SITE_DIR}/" DESTINATION share/memory-magic/site)
install(FILES README.md docs/api.md docs/architecture.md docs/reliability.md .env.example prices.example.json
        DESTINATION share/doc/memory-magic)
install(FILES LICENSE DESTINATION share/doc/memory-magic RENAME copyright)

if(MAGIC_DESKTOP)
  install(FILES packaging/memory-magic.desktop DESTINATION share/applications)
  install(FILES assets/icons/memory-magic.svg DESTINATION share/icons/hicolor/scalable/apps)
  install(FILES assets/icons/memory-magic.png DESTINATION share/icons/hicolor/192x192/apps)
endif()

set(CPACK_PACKAGE_NAME memory-magic)
set(CPACK_PACKAGE_VENDOR "Memory Magic")
set(CPACK_PACKAGE_CONTACT "The Memory Magic authors <memory-magic@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
"Memory Magic talks to a language model with and without the conversation so far, and shows which
messages the model was sent and why the others were not. It consists of a proxy with an HTTP API,
which serves the chat to browsers, and the same chat as a desktop program. Conversations are kept
in Redis.")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_GENERATOR DEB)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS redis-server)
include(CPack)
