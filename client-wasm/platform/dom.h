// The page as C++ sees it: the functions of web/*.js. What the page calls in return stands as
// EMSCRIPTEN_KEEPALIVE functions in the .cpp file named beside each group.
//
// Texts are UTF-8; positions are points (CSS pixels) from the page's upper left.
#pragma once

#include <cstddef>

extern "C" {

// frames.js -> platform_web.cpp: magic_frame, magic_frame_now, magic_stir
void magic_request_frame(int wait_ms);  // 0: the next one; -1: none until something happens
void magic_frame_was_drawn();

// page.js -> platform_web.cpp: magic_graphics_lost, magic_graphics_restored, magic_take_text
void magic_watch_page();
void magic_say(const char* words);  // in place of the UI: why it cannot go on
bool magic_prefers_dark();
bool magic_prefers_reduced_motion();
int magic_contrast();                 // a Contrast
unsigned magic_system_colour(int n);  // of SystemColours, in its order
bool magic_is_mac();
int magic_attention();  // an Attention
void magic_set_title(const char* title);
void magic_open_link(const char* url);
void magic_load_setting(const char* name);  // answers by magic_take_text before it returns
void magic_save_setting(const char* name, const char* value);
void magic_random_bytes(unsigned char* at, int size);

// files.js -> platform_web.cpp: magic_take_file
void magic_listen_to_files();
void magic_save_file(const char* name, const char* media_type, const char* bytes, int size);
void magic_choose_file();

// keyboard.js -> keyboard_web.cpp: magic_key, magic_release_keys, magic_text, magic_preedit,
// magic_paste
void magic_listen_to_keyboard();
void magic_place_text_agent(bool wanted, float x, float y, float height);
void magic_write_clipboard(const char* text);

// fetch.js -> transport_web.cpp: magic_fetch_status, magic_fetch_body, magic_fetch_end
void magic_fetch(int id, const char* method, const char* path, const char* body);
void magic_fetch_cancel(int id);

// glyphs.js; a text of `size` bytes is drawn as a whole
bool magic_glyph_is_drawable(int face, const char* text, std::size_t size);
void magic_glyph_measure(int face, const char* text, std::size_t size, float em,
                         float* out_5_floats);
bool magic_glyph_draw(int face, const char* text, std::size_t size, float em, int left, int top,
                      int width, int height, unsigned char* out_rgba);

// segments.js; the first two return how many they wrote
std::size_t magic_character_ends(const char* text, std::size_t size, std::size_t* out_ends);
std::size_t magic_word_ends(const char* text, std::size_t size, std::size_t* out_end_and_is_word);
unsigned magic_composed(const char* text, std::size_t size);

// mirror.js -> mirror_web.cpp: magic_activate, magic_focus
void magic_mirror_begin();
void magic_mirror_node(unsigned id, int role, const char* name, int state, int x, int y, int width,
                       int height);
void magic_mirror_text(const char* text, int select_from, int select_to);  // of the last node
void magic_mirror_close();                                                 // the last part
void magic_mirror_end();
void magic_spoken_begin();
void magic_spoken_message(const char* id, const char* author, const char* text, bool finished);
void magic_spoken_end();
void magic_announce(const char* words, bool urgent);
}
