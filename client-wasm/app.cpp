#include "client-wasm/app.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "client-wasm/api/talk_calls.h"
#include "client-wasm/model/connection.h"
#include "client-wasm/model/history.h"
#include "client-wasm/model/locality.h"
#include "client-wasm/model/shown_text.h"
#include "client-wasm/model/turns.h"
#include "client-wasm/views/compare_words.h"
#include "client-wasm/views/widgets/text_area.h"
#include "client-wasm/views/words.h"
#include "client-wasm/words/say.h"
#include "imgui.h"

namespace magic {
namespace {

constexpr int kSessionIdBytes = 16;  // 128 random bits: nobody guesses another's session
constexpr int kPulseMs = 50, kCaretMs = 200;
constexpr std::size_t kSpokenMessages = 200;
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
  if (saved_.session_id.empty()) {
    open_new_session(model_, new_session_id(platform_));
  } else {
    open_stored_session(model_, saved_.session_id);
    load_page(std::nullopt);
  }
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
          .reload_history = [this] { reload_history(); },
          .new_session_id = [this] { return magic::new_session_id(platform_); },
          .attention = [this] { return platform_.attention(); }};
}

TickResult App::tick() {
  platform_.transport().poll();
  ask_health_when_due();
  next_part_tick_ = {};
  for (const int ms : {sessions_.tick(), live_.tick(), inspector_.tick(), compare_.tick(),
                       tour_.tick(), talk_.tick(), preview_.tick()})
    if (ms >= 0) {
      const auto when = Clock::now() + std::chrono::milliseconds(ms);
      if (!next_part_tick_ || when < *next_part_tick_) next_part_tick_ = when;
    }
  remember_settings();
  tell_title();
  tell_screen_reader();
  announce_news();  // after the end of the answer that it tells of
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
    stop_running_turn();
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
    leave_turn();
    open_new_session(model_, new_session_id(platform_));
    screen_.show_latest();
  } else if (std::holds_alternative<action::ClearChat>(wanted)) {
    model_.clear_error.reset();
    model_.clearing = true;
    api_.clear(model_.session_id, [this, session = model_.session_id](const Status& status) {
      changed_ = true;
      if (session == model_.session_id) model_.clearing = false;
      if (status.ok())
        apply_cleared(model_, session);
      else
        apply_clear_error(model_, session, status.error());
    });
  } else if (std::holds_alternative<action::ReloadHistory>(wanted) && !model_.turn) {
    reload_history();
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
  model_.link = Link::connecting;
  reload_when_connected_ = true;
  next_health_ = {};
}

void App::open_session(const std::string& session_id) {
  leave_turn();
  open_stored_session(model_, session_id);
  load_page(std::nullopt);
  screen_.show_latest();
  changed_ = true;
}

void App::reload_history() {
  if (model_.turn) return;
  begin_reload(model_);
  load_page(std::nullopt);
}

void App::start_turn(const OutgoingTurn& turn) {
  screen_.show_latest();
  const auto hear = [this, number = turn.number](const ChatEvent& event) {
    changed_ = true;
    const bool was_active = model_.turn && model_.turn->number == number;
    const auto now =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch());
    apply(model_, number, event, now.count());
    if (!was_active || model_.turn) return;
    running_turn_.reset();
    // Whether the proxy has stored the rest is known only to the proxy: read it back.
    const auto* failed = std::get_if<TurnFailed>(&event);
    if (failed != nullptr && failed->failure.error.code == ErrorCode::network) {
      reload_when_connected_ = true;
      next_health_ = {};
    }
  };
  running_turn_ = turn.replay ? replay(api_, *turn.replay, hear) : api_.chat(turn.request, hear);
}

// The proxy ends the turn, so that it is stored as what it is: cancelled. Where it does not know of
// the turn yet, or cannot be asked, hanging up must do.
void App::stop_running_turn() {
  const bool is_second_time = model_.turn && model_.turn->stopping;
  if (!stop_turn(model_) || !running_turn_) return;
  const std::string turn_id = model_.entries.back().message.turn_id;
  if (is_second_time || turn_id.empty()) return api_.stop(*running_turn_);
  api_.cancel_turn(model_.session_id, turn_id,
                   [this, request = *running_turn_](const Status& status) {
                     if (!status.ok() && running_turn_ == request) api_.stop(request);
                   });
}

void App::leave_turn() {
  if (running_turn_) api_.stop(*running_turn_);
  running_turn_.reset();
  reload_when_connected_ = false;
}

// ---- what is asked of the proxy without being told to -------------------------------------------

void App::load_page(const std::optional<std::string>& after) {
  api_.messages(model_.session_id, after,
                [this, session = model_.session_id](const Result<MessagePage>& page) {
                  changed_ = true;
                  if (!page.ok()) {
                    apply_history_error(model_, session, page.error());
                    // Where the proxy or Redis is away, it is read once they are back.
                    const ErrorCode why = page.error().code;
                    if (session == model_.session_id &&
                        (why == ErrorCode::network || why == ErrorCode::store_unavailable))
                      reload_when_connected_ = true;
                  } else if (const auto next = apply_page(model_, page.value())) {
                    load_page(next);
                  }
                });
}

void App::ask_health_when_due() {
  if (asking_health_ || Clock::now() < next_health_) return;
  asking_health_ = true;
  api_.health([this](const Result<Health>& health) { take_health(health); });
}

void App::take_health(const Result<Health>& health) {
  asking_health_ = false;
  // Most of the time nothing is new, and then nothing is drawn.
  const Link link_before = model_.link;
  const Health health_before = model_.health;
  const ProviderId provider_before = model_.provider;
  if (health.ok())
    apply_health(model_, health.value());
  else
    apply_no_connection(model_);
  // As opposed to one that is away: it asks for a token, or does not serve us.
  const bool refused = !health.ok() && health.error().code != ErrorCode::network;
  model_.link_problem = refused ? health.error().message : std::string();
  changed_ |= model_.link != link_before || !(model_.health == health_before) ||
              model_.provider != provider_before;
  next_health_ = Clock::now() + std::chrono::milliseconds(health_interval_ms(model_));

  const bool usable = model_.link == Link::connected && model_.health.store_available;
  if (!usable || !reload_when_connected_ || model_.turn) return;
  reload_when_connected_ = false;
  begin_reload(model_);
  load_page(std::nullopt);
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

// While the comparison's page is open, its answers are read too.
std::uint64_t spoken_revision(const CompareModel& model) {
  std::uint64_t revision = model.open ? std::uint64_t{1} << 40 : 0;
  for (const CompareLane& lane : model.lanes)
    if (model.open) revision += static_cast<std::uint64_t>(lane.revision) + 1;
  return revision;
}

void add_spoken(const CompareModel& model, std::vector<SpokenMessage>& spoken) {
  for (const CompareLane& lane : model.lanes)
    if (model.open && lane.state != LaneState::idle)
      spoken.push_back({"lane-" + std::to_string(lane.slot), words::lane_name(lane.slot),
                        shown_text(lane.answer.text), lane.state == LaneState::settled});
}

}  // namespace

// The log for screen readers holds the end of the conversation.
void App::tell_screen_reader() {
  const Entries& entries = std::as_const(model_).entries;
  const std::size_t first = entries.size() - std::min(entries.size(), kSpokenMessages);
  std::uint64_t revision = entries.size();
  for (std::size_t i = first; i < entries.size(); ++i)
    revision += static_cast<std::uint64_t>(entries[i].revision) +
                std::uint64_t{1000} * static_cast<std::uint64_t>(entries[i].key);
  revision += spoken_revision(compare_.model());
  if (revision == spoken_revision_) return;
  spoken_revision_ = revision;
  std::vector<SpokenMessage> spoken;
  for (std::size_t i = first; i < entries.size(); ++i) {
    const Entry& entry = entries[i];
    const bool is_user = entry.message.role == Role::user;
    const bool finished =
        entry.state != EntryState::waiting && entry.state != EntryState::streaming;
    spoken.push_back({std::to_string(entry.key), say(is_user ? Word::you : Word::assistant),
                      shown_text(entry.message.text), finished});
  }
  add_spoken(compare_.model(), spoken);
  platform_.set_spoken_messages(spoken);
}

void App::announce_news() {
  const words::Notice notice = words::notice(model_);
  if (const auto news = announcer_.update(model_, notice.text, notice.is_error))
    platform_.announce(news->words, news->urgent);
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
  const int health = asking_health_ ? -1 : ms_until(next_health_);
  const int parts = next_part_tick_ ? ms_until(*next_part_tick_) : -1;
  const int draft = model_.draft == saved_.draft ? -1 : ms_until(draft_changed_ + kDraftRest);
  return earlier(health, earlier(parts, draft));
}

// Nothing is drawn until something changes, except for what moves and for what shall vanish.
int App::next_frame_ms() const {
  const int copied = copied_until_ > Clock::now() ? ms_until(copied_until_) : -1;
  const int next = earlier(earlier(copied, caret_frame_ms()), screen_.next_frame_ms());
  if (!model_.turn || platform_.prefers_reduced_motion()) return next;
  return earlier(next, model_.entries.back().state == EntryState::waiting ? kPulseMs : kCaretMs);
}

}  // namespace magic
