# The UI's two fonts: subsets made at build time of the distribution's Inter and JetBrains Mono
# (packages fonts-inter and fonts-jetbrains-mono; both SIL Open Font Licence). Sets MAGIC_UI_FONT and
# MAGIC_CODE_FONT. Other places for the fonts: -DMAGIC_FONT_DIRS=...
# Not just any python3: one that has fontTools, which Debian installs for its own.
set(MAGIC_FONTTOOLS_PYTHON "" CACHE FILEPATH "A Python that has fontTools")
if(NOT MAGIC_FONTTOOLS_PYTHON)
  foreach(python IN ITEMS /usr/bin/python3 python3)
    execute_process(COMMAND ${python} -c "import fontTools" RESULT_VARIABLE missing OUTPUT_QUIET ERROR_QUIET)
    if(missing EQUAL 0)
      set(MAGIC_FONTTOOLS_PYTHON "${python}" CACHE FILEPATH "A Python that has fontTools" FORCE)
      break()
    endif()
  endforeach()
endif()
if(NOT MAGIC_FONTTOOLS_PYTHON)
  message(FATAL_ERROR "No Python with fontTools was found. Install the package fonttools.")
endif()

set(MAGIC_FONT_DIRS "/usr/share/fonts" CACHE STRING "Folders that hold Inter and JetBrains Mono")

function(magic_find_font out name)
  foreach(folder IN LISTS MAGIC_FONT_DIRS)
    file(GLOB_RECURSE found "${folder}/${name}")
    if(found)
      list(GET found 0 path)
      set(${out} "${path}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "The font ${name} is not installed. Install the packages fonts-inter, "
                      "fonts-jetbrains-mono and fonttools, or set MAGIC_FONT_DIRS.")
endfunction()

function(magic_subset_font out source name)
  set(made "${CMAKE_CURRENT_BINARY_DIR}/fonts/${name}")
  set(script "${PROJECT_SOURCE_DIR}/cmake/subset_font.py")
  add_custom_command(
    OUTPUT "${made}"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${CMAKE_CURRENT_BINARY_DIR}/fonts"
    COMMAND "${MAGIC_FONTTOOLS_PYTHON}" "${script}" "${source}" "${made}"
    DEPENDS "${source}" "${script}"
    COMMENT "Cutting ${name} to what the UI shows"
    VERBATIM)
  set(${out} "${made}" PARENT_SCOPE)
endfunction()

magic_find_font(magic_inter "Inter-Regular.otf")
magic_find_font(magic_jetbrains_mono "JetBrainsMono-Regular.ttf")
magic_subset_font(MAGIC_UI_FONT "${magic_inter}" ui.otf)
magic_subset_font(MAGIC_CODE_FONT "${magic_jetbrains_mono}" code.ttf)
