#include "client-wasm/app.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "client-wasm/model/locality.h"
#include "client-wasm/model/turns.h"
#include "client-wasm/views/widgets/text_area.h"
#include "client-wasm/words/say.h"
#include "imgui.h"

namespace magic {
namespace {

constexpr int kSessionIdBytes = 16;  // 128 random bits: nobody guesses another's session
constexpr int kPulseMs = 50, kCaretMs = 200;
constexpr auto kCopiedShown = std::chrono::milliseconds(1600);  // a little more than the views'
constexpr auto kLeaveAtMost = std::chrono::seconds(2);          // for a deletion put off
constexpr auto kDraftRest = std::chrono::milliseconds(800);     // typing pauses before it is kept

SystemColours plain_colours(bool dark) {
  return dark ? SystemColours{0x000000, 0xFFFFFF, 0xFFFF00, 0x0060FF} : SystemColours{};
}

std::string new_session_id(Platform& platform) {
  return "session_" + platform.random_hex(kSessionIdBytes);
}

}  // namespace

App::App(Platform& platform)
    : platform_(platform),
      api_(platform.transport()),
      chat_(control_context()),
      sessions_(control_context(), session_files()),
      live_(control_context(), [this](const SessionInfo& info) { sessions_.take_session(info); }),
      inspector_(control_context()),
      compare_(control_context()),
      tour_(control_context()),
      talk_(control_context(), [this](const OutgoingTurn& turn) { start_turn(turn); }),
      preview_(control_context()) {
  saved_ = load_settings([&](std::string_view name) { return platform_.load_setting(name); });
  model_.mode = saved_.mode;
  model_.provider = saved_.provider.value_or(model_.provider);
  model_.provider_chosen = saved_.provider.has_value();
  model_.options = saved_.options;
  theme_ = saved_.theme;
  model_.drafts = Drafts::from_stored(platform_.load_setting("drafts"));
  text_percent_ = saved_.text_percent;
  language_ = saved_.language;
  set_language(language_);
  if (saved_.session_id.empty())
    chat_.open_new();
  else
    chat_.open(saved_.session_id);
  if (!saved_.draft.empty()) set_draft(model_, saved_.draft);
  remember_settings();
  platform_.on_file([this](const GivenFile& file) { sessions_.take_file(file.name, file.bytes); });
}

App::~App() {
  sessions_.leave();
  const auto give_up = Clock::now() + kLeaveAtMost;
  while (sessions_.is_busy() && Clock::now() < give_up) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    platform_.transport().poll();
  }
}

SessionFiles App::session_files() {
  return {
      .save =
          [this](const std::string& name, const std::string& media_type, const std::string& bytes) {
            return platform_.save_file(name, media_type, bytes);
          },
      .choose = [this] { return platform_.choose_file(); }};
}

ControlContext App::control_context() {
  return {.api = api_,
          .chat = model_,
          .changed = [this] { changed_ = true; },
          .open_session = [this](const std::string& id) { open_session(id); },
          .reload_history = [this] { chat_.reload(); },
          .new_session_id = [this] { return magic::new_session_id(platform_); },
          .attention = [this] { return platform_.attention(); }};
}

TickResult App::tick() {
  platform_.transport().poll();
  next_part_tick_ = {};
  for (const int ms : {chat_.tick(), sessions_.tick(), live_.tick(), inspector_.tick(),
                       compare_.tick(), tour_.tick(), talk_.tick(), preview_.tick()})
    if (ms >= 0) {
      const auto when = Clock::now() + std::chrono::milliseconds(ms);
      if (!next_part_tick_ || when < *next_part_tick_) next_part_tick_ = when;
    }
  remember_settings();
  tell_title();
  screen_reader_.tell(model_, compare_.model(), platform_);
  return {std::exchange(changed_, false), next_tick_ms()};
}

FrameWish App::frame() {
  const bool dark =
      theme_ == ThemeChoice::dark || (theme_ == ThemeChoice::system && platform_.prefers_dark());
  Look look{palette(dark), platform_.fonts(), platform_.prefers_reduced_motion()};
  look.caret_blinks = !look.reduced_motion && platform_.attention() == Attention::focused;
  if (const Contrast contrast = platform_.contrast(); contrast != Contrast::usual)
    look.colour = high_contrast_palette(contrast == Contrast::forced ? platform_.system_colours()
                                                                     : plain_colours(dark));
  apply_style(look.colour);
  const AppModel parts{
      model_, sessions_.model(), inspector_.model(), compare_.model(),         tour_.model(),
      theme_, text_percent_,     language_,          platform_.proxy_access(), proxy_problem_};
  for (const Action& action : screen_.draw(parts, look)) perform(action);
  platform_.set_scale(static_cast<float>(text_percent_) / 100);
  return {next_frame_ms()};
}

// ---- what the person asked for ------------------------------------------------------------------

void App::perform(const Action& wanted) {
  if (const auto* change = std::get_if<action::ChangeDraft>(&wanted)) {
    model_.draft = change->text;
    draft_changed_ = Clock::now();
  } else if (std::holds_alternative<action::Send>(wanted)) {
    talk_.send();
  } else if (std::holds_alternative<action::Stop>(wanted)) {
    chat_.stop();
  } else if (const auto* again = std::get_if<action::Retry>(&wanted)) {
    if (const auto turn = retry(model_, again->entry_key)) start_turn(*turn);
  } else if (const auto* back = std::get_if<action::TakeBack>(&wanted)) {
    take_back(model_, back->entry_key);
  } else if (const auto* copy = std::get_if<action::Copy>(&wanted)) {
    ImGui::SetClipboardText(copy->text.c_str());
    copied_until_ = Clock::now() + kCopiedShown;
  } else if (const auto* mode = std::get_if<action::ChooseMode>(&wanted)) {
    model_.mode = mode->mode;
  } else if (const auto* provider = std::get_if<action::ChooseProvider>(&wanted)) {
    choose_provider(model_, provider->provider);
  } else if (std::holds_alternative<action::NewChat>(wanted)) {
    chat_.open_new();
    screen_.show_latest();
  } else if (std::holds_alternative<action::ClearChat>(wanted)) {
    chat_.clear();
  } else if (std::holds_alternative<action::ReloadHistory>(wanted)) {
    chat_.reload();
  } else if (const auto* sessions = std::get_if<SessionListAction>(&wanted)) {
    sessions_.perform(*sessions);
  } else if (const auto* inspector = std::get_if<InspectorAction>(&wanted)) {
    inspector_.perform(*inspector);
  } else if (const auto* compare = std::get_if<CompareAction>(&wanted)) {
    compare_.perform(*compare);
  } else if (const auto* tour = std::get_if<TourAction>(&wanted)) {
    tour_.perform(*tour);
  } else if (const auto* talk = std::get_if<TalkAction>(&wanted)) {
    talk_.perform(*talk);
  } else if (const auto* link = std::get_if<action::OpenLink>(&wanted)) {
    platform_.open_link(link->url);
  } else {
    perform_setting(wanted);
  }
}

void App::perform_setting(const Action& wanted) {
  if (const auto* theme = std::get_if<action::ChooseTheme>(&wanted)) {
    theme_ = theme->theme;
  } else if (const auto* size = std::get_if<action::ChooseTextSize>(&wanted)) {
    text_percent_ = size->percent;
  } else if (const auto* language = std::get_if<action::ChooseLanguage>(&wanted)) {
    language_ = language->code;
    set_language(language_);
  } else if (const auto* proxy = std::get_if<action::ConnectTo>(&wanted)) {
    connect_to(*proxy);
  }
}

// The chats of the other proxy are others: what is shown is read again once it answers.
void App::connect_to(const action::ConnectTo& wanted) {
  const Status connected = platform_.connect_to(wanted.address, wanted.token);
  proxy_problem_ = connected.ok() ? std::string() : connected.error().message;
  if (!connected.ok()) return;
  platform_.transport().poll();  // what was under way ends before the new proxy is asked
  chat_.reconnect();
}

void App::open_session(const std::string& session_id) {
  chat_.open(session_id);
  screen_.show_latest();
}

void App::start_turn(const OutgoingTurn& turn) {
  screen_.show_latest();
  chat_.start(turn);
}

// ---- what outlives this frame -------------------------------------------------------------------

void App::remember_settings() {
  if (std::exchange(saved_drafts_, model_.drafts.revision()) != model_.drafts.revision())
    platform_.save_setting("drafts", model_.drafts.stored());
  Settings now = saved_;
  now.session_id = model_.session_id;
  now.mode = model_.mode;
  if (model_.provider_chosen) now.provider = model_.provider;
  now.options = model_.options;
  now.theme = theme_;
  now.text_percent = text_percent_;
  now.language = language_;
  if (model_.draft.empty() || Clock::now() - draft_changed_ >= kDraftRest) now.draft = model_.draft;
  if (now == saved_) return;
  save_settings(now, saved_, [&](std::string_view name, std::string_view value) {
    platform_.save_setting(name, value);
  });
  saved_ = std::move(now);
}

void App::tell_title() {
  if (const auto changed =
          title_.update(model_.turn.has_value(), platform_.attention() == Attention::focused))
    platform_.set_title(*changed);
}

namespace {

// From now until then, rounded up; 0 when it has passed.
int ms_until(std::chrono::steady_clock::time_point when) {
  const auto left = when - std::chrono::steady_clock::now();
  return std::max(0, static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count()));
}

int earlier(int one_ms, int other_ms) {  // -1: never
  if (one_ms < 0) return other_ms;
  return other_ms < 0 ? one_ms : std::min(one_ms, other_ms);
}

}  // namespace

int App::next_tick_ms() const {
  const int parts = next_part_tick_ ? ms_until(*next_part_tick_) : -1;
  const int draft = model_.draft == saved_.draft ? -1 : ms_until(draft_changed_ + kDraftRest);
  return earlier(parts, draft);
}

// Nothing is drawn until something changes, except for what moves and for what shall vanish.
int App::next_frame_ms() const {
  const int copied = copied_until_ > Clock::now() ? ms_until(copied_until_) : -1;
  const int next = earlier(earlier(copied, caret_frame_ms()), screen_.next_frame_ms());
  if (!model_.turn || platform_.prefers_reduced_motion()) return next;
  return earlier(next, model_.entries.back().state == EntryState::waiting ? kPulseMs : kCaretMs);
}

}  // namespace magic
