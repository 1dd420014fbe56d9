// SDL asks for OpenGL's functions by name, and Emscripten's answer would keep every one of them in
// the download. Dear ImGui calls the few that it needs directly, so none has to be found.
extern "C" void* eglGetProcAddress(const char*) { return nullptr; }
