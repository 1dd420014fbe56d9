#include "client-wasm/views/widgets/icons.h"

#include <cmath>

namespace magic::icon {
namespace {

constexpr float kStroke = 1.6f;

// Coordinates from -1 to 1 around the centre, y downwards.
struct Pen {
  ImVec2 at;
  float half;
  ImU32 colour;
  ImDrawList* list = ImGui::GetWindowDrawList();

  ImVec2 p(float x, float y) const { return {at.x + x * half, at.y + y * half}; }
  void line(float x1, float y1, float x2, float y2) const {
    list->AddLine(p(x1, y1), p(x2, y2), colour, kStroke);
  }
  void box(float x1, float y1, float x2, float y2, float rounding) const {
    list->AddRect(p(x1, y1), p(x2, y2), colour, rounding, 0, kStroke);
  }
};

Pen pen(ImVec2 at, float extent, ImU32 colour) { return {at, extent * 0.5f, colour}; }

}  // namespace

void send(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.list->AddLine(d.p(0, -0.7f), d.p(0, 0.8f), colour, 2);
  const ImVec2 head[] = {d.p(-0.65f, -0.1f), d.p(0, -0.75f), d.p(0.65f, -0.1f)};
  d.list->AddPolyline(head, 3, colour, 0, 2);
}

void stop(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.list->AddRectFilled(d.p(-0.6f, -0.6f), d.p(0.6f, 0.6f), colour, 2);
}

void copy(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.box(-0.3f, -0.3f, 0.85f, 0.85f, 1);
  const ImVec2 back[] = {d.p(-0.5f, 0.35f), d.p(-0.85f, 0.35f), d.p(-0.85f, -0.85f),
                         d.p(0.35f, -0.85f), d.p(0.35f, -0.5f)};
  d.list->AddPolyline(back, 5, colour, 0, kStroke);
}

void check(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  const ImVec2 tick[] = {d.p(-0.7f, 0.05f), d.p(-0.2f, 0.55f), d.p(0.75f, -0.55f)};
  d.list->AddPolyline(tick, 3, colour, 0, 2);
}

void retry(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.list->PathArcTo(at, d.half * 0.75f, -0.4f, 4.6f);
  d.list->PathStroke(colour, 0, kStroke);
  d.list->AddTriangleFilled(d.p(0.35f, -0.25f), d.p(1.0f, -0.25f), d.p(0.75f, -0.85f), colour);
}

void edit(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  const ImVec2 body[] = {d.p(-0.8f, 0.8f), d.p(-0.65f, 0.25f), d.p(0.4f, -0.8f), d.p(0.8f, -0.4f),
                         d.p(-0.25f, 0.65f)};
  d.list->AddPolyline(body, 5, colour, ImDrawFlags_Closed, kStroke);
}

void plus(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.line(-0.7f, 0, 0.7f, 0);
  d.line(0, -0.7f, 0, 0.7f);
}

void minus(ImVec2 at, float extent, ImU32 colour) {
  pen(at, extent, colour).line(-0.7f, 0, 0.7f, 0);
}

void trash(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.line(-0.8f, -0.55f, 0.8f, -0.55f);
  d.line(-0.25f, -0.85f, 0.25f, -0.85f);
  const ImVec2 can[] = {d.p(-0.6f, -0.5f), d.p(-0.5f, 0.85f), d.p(0.5f, 0.85f), d.p(0.6f, -0.5f)};
  d.list->AddPolyline(can, 4, colour, 0, kStroke);
}

void menu(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  for (const float y : {-0.6f, 0.0f, 0.6f}) d.line(-0.8f, y, 0.8f, y);
}

void close(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.line(-0.6f, -0.6f, 0.6f, 0.6f);
  d.line(-0.6f, 0.6f, 0.6f, -0.6f);
}

void down(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.line(0, -0.7f, 0, 0.65f);
  const ImVec2 head[] = {d.p(-0.55f, 0.1f), d.p(0, 0.65f), d.p(0.55f, 0.1f)};
  d.list->AddPolyline(head, 3, colour, 0, kStroke);
}

void left(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  const ImVec2 corner[] = {d.p(0.3f, -0.65f), d.p(-0.35f, 0), d.p(0.3f, 0.65f)};
  d.list->AddPolyline(corner, 3, colour, 0, kStroke);
}

void right(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  const ImVec2 corner[] = {d.p(-0.3f, -0.65f), d.p(0.35f, 0), d.p(-0.3f, 0.65f)};
  d.list->AddPolyline(corner, 3, colour, 0, kStroke);
}

void unfolded(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  const ImVec2 corner[] = {d.p(-0.65f, -0.3f), d.p(0, 0.35f), d.p(0.65f, -0.3f)};
  d.list->AddPolyline(corner, 3, colour, 0, kStroke);
}

void up(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  const ImVec2 corner[] = {d.p(-0.65f, 0.3f), d.p(0, -0.35f), d.p(0.65f, 0.3f)};
  d.list->AddPolyline(corner, 3, colour, 0, kStroke);
}

void lock(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.list->AddRectFilled(d.p(-0.65f, -0.1f), d.p(0.65f, 0.85f), colour, 2);
  d.list->PathArcTo(d.p(0, -0.25f), d.half * 0.42f, 3.14159f, 6.28318f);
  d.list->PathStroke(colour, 0, kStroke);
  d.line(-0.42f, -0.25f, -0.42f, 0);
  d.line(0.42f, -0.25f, 0.42f, 0);
}

void unlocked(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.box(-0.65f, -0.1f, 0.65f, 0.85f, 2);
  d.list->PathArcTo(d.p(0, -0.4f), d.half * 0.42f, 3.14159f, 6.0f);
  d.list->PathStroke(colour, 0, kStroke);
  d.line(-0.42f, -0.4f, -0.42f, -0.1f);
}

void search(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.list->AddCircle(d.p(-0.2f, -0.2f), extent * 0.28f, colour, 0, kStroke);
  d.line(0.2f, 0.2f, 0.8f, 0.8f);
}

void columns(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.box(-0.85f, -0.8f, -0.15f, 0.8f, 2);
  d.box(0.15f, -0.8f, 0.85f, 0.8f, 2);
}

void layers(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.line(-0.8f, -0.6f, 0.8f, -0.6f);
  d.line(-0.8f, 0, 0.8f, 0);
  d.line(-0.8f, 0.6f, 0.2f, 0.6f);
}

void flag(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.line(-0.6f, -0.8f, -0.6f, 0.85f);
  const ImVec2 cloth[] = {d.p(-0.6f, -0.8f), d.p(0.8f, -0.4f), d.p(-0.6f, 0.1f)};
  d.list->AddPolyline(cloth, 3, colour, 0, kStroke);
}

void gear(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  constexpr int kTeeth = 8;
  for (int i = 0; i < kTeeth; ++i) {
    const float angle = static_cast<float>(i) * (6.2832f / kTeeth);
    const float x = std::cos(angle), y = std::sin(angle);
    d.line(x * 0.7f, y * 0.7f, x * 1.05f, y * 1.05f);
  }
  d.list->AddCircle(at, d.half * 0.68f, colour, 0, kStroke);
  d.list->AddCircle(at, d.half * 0.25f, colour, 0, kStroke);
}

void more(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  for (const float x : {-0.7f, 0.0f, 0.7f}) d.list->AddCircleFilled(d.p(x, 0), 1.6f, colour);
}

namespace {

void tray(const Pen& d) {
  const ImVec2 sides[] = {d.p(-0.85f, 0.3f), d.p(-0.85f, 0.85f), d.p(0.85f, 0.85f),
                          d.p(0.85f, 0.3f)};
  d.list->AddPolyline(sides, 4, d.colour, 0, kStroke);
}

}  // namespace

void bring_in(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  tray(d);
  d.line(0, -0.9f, 0, 0.35f);
  const ImVec2 head[] = {d.p(-0.45f, -0.1f), d.p(0, 0.35f), d.p(0.45f, -0.1f)};
  d.list->AddPolyline(head, 3, colour, 0, kStroke);
}

void take_out(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  tray(d);
  d.line(0, 0.35f, 0, -0.85f);
  const ImVec2 head[] = {d.p(-0.45f, -0.4f), d.p(0, -0.85f), d.p(0.45f, -0.4f)};
  d.list->AddPolyline(head, 3, colour, 0, kStroke);
}

void warning(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.list->AddTriangle(d.p(-0.95f, 0.8f), d.p(0, -0.85f), d.p(0.95f, 0.8f), colour, kStroke);
  d.line(0, -0.25f, 0, 0.3f);
  d.list->AddCircleFilled(d.p(0, 0.55f), 1.1f, colour);
}

void memory_on(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  for (const float y : {-0.75f, -0.15f, 0.45f})
    d.list->AddRectFilled(d.p(-0.8f, y), d.p(0.8f, y + 0.38f), colour, 1.5f);
}

void memory_off(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.list->AddCircle(at, d.half * 0.7f, colour, 0, kStroke);
}

void cloud(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.list->AddCircleFilled(d.p(-0.45f, 0.2f), d.half * 0.45f, colour);
  d.list->AddCircleFilled(d.p(0.05f, -0.15f), d.half * 0.58f, colour);
  d.list->AddCircleFilled(d.p(0.55f, 0.25f), d.half * 0.4f, colour);
  d.list->AddRectFilled(d.p(-0.45f, 0.1f), d.p(0.55f, 0.65f), colour);
}

void local(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.list->AddRectFilled(d.p(-0.55f, -0.55f), d.p(0.55f, 0.55f), colour, 1.5f);
  for (const float along : {-0.3f, 0.3f}) {
    d.line(along, -0.9f, along, 0.9f);
    d.line(-0.9f, along, 0.9f, along);
  }
}

void demo(ImVec2 at, float extent, ImU32 colour) {
  const Pen d = pen(at, extent, colour);
  d.list->AddTriangleFilled(d.p(-0.5f, -0.75f), d.p(0.8f, 0), d.p(-0.5f, 0.75f), colour);
}

Draw of(ProviderId provider) {
  switch (provider) {
    case ProviderId::chatgpt:
      return cloud;
    case ProviderId::ollama:
      return local;
    case ProviderId::demo:
      return demo;
  }
  return demo;
}

Draw of(Mode mode) { return mode == Mode::stateful ? memory_on : memory_off; }

}  // namespace magic::icon
