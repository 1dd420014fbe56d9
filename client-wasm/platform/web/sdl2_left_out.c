/* What SDL's library for the browser is built without (sdl2_web.cmake), and others still name.

   Game controllers: Dear ImGui's backend asks for them only when the program turns them on, and this
   one does not. */
#include <SDL.h>

int SDL_NumJoysticks(void) { return 0; }
SDL_bool SDL_IsGameController(int index) {
  (void)index;
  return SDL_FALSE;
}
SDL_GameController* SDL_GameControllerOpen(int index) {
  (void)index;
  return NULL;
}
void SDL_GameControllerClose(SDL_GameController* controller) { (void)controller; }
Uint8 SDL_GameControllerGetButton(SDL_GameController* controller, SDL_GameControllerButton button) {
  (void)controller;
  (void)button;
  return 0;
}
Sint16 SDL_GameControllerGetAxis(SDL_GameController* controller, SDL_GameControllerAxis axis) {
  (void)controller;
  (void)axis;
  return 0;
}

/* A window's pixels in memory: SDL's video driver offers them, but a window with OpenGL has none. */
int Emscripten_CreateWindowFramebuffer(void* device, SDL_Window* window, Uint32* format,
                                       void** pixels, int* pitch) {
  (void)device;
  (void)window;
  (void)format;
  (void)pixels;
  (void)pitch;
  return SDL_Unsupported();
}
int Emscripten_UpdateWindowFramebuffer(void* device, SDL_Window* window, const SDL_Rect* areas,
                                       int count) {
  (void)device;
  (void)window;
  (void)areas;
  (void)count;
  return SDL_Unsupported();
}
void Emscripten_DestroyWindowFramebuffer(void* device, SDL_Window* window) {
  (void)device;
  (void)window;
}

/* SDL's own drawing: the backend asks about it when it was started with a renderer. */
int SDL_GetRendererOutputSize(SDL_Renderer* renderer, int* width, int* height) {
  (void)renderer;
  (void)width;
  (void)height;
  return SDL_Unsupported();
}
