// Dear ImGui's compile-time choices, for every file that includes it (IMGUI_USER_CONFIG).
#pragma once

// Emoji and rare ideographs lie beyond 16 bits.
#define IMGUI_USE_WCHAR32
// WebGL2 has no base vertex, and a long conversation passes 65,536 vertices.
#define ImDrawIdx unsigned int
// Never shown, and a third of the download.
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_DEFAULT_FONT
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
// Settings are kept by Platform, not in imgui.ini.
#define IMGUI_DISABLE_FILE_FUNCTIONS
