// The list of sessions, drawn by Dear ImGui without a window and driven by its input events.
#include "client-wasm/views/session_list_view.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "imgui_internal.h"
#include "tests/client/model/model_examples.h"
#include "tests/client/views/hand.h"
#include "tests/client/views/windowless_imgui.h"

using namespace magic;

namespace {

SessionInfo session(std::string id, std::string title) {
  SessionInfo info;
  info.id = std::move(id);
  info.title = std::move(title);
  return info;
}

class ListViewTest : public WindowlessImGui, public Hand {
 public:
  ListViewTest() : WindowlessImGui({600, 600}) {
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    look_.colour = palette(false);
    look_.fonts = loaded_;
    apply_list(model_, {session("a", "Lisbon"), session("b", "Recipes"), session("c", "C ## D")});
    settle();
  }
  void frame() override {
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    apply_style(look_.colour);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({600, 600});
    ImGui::Begin("Test", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    Actions actions;
    view_.draw(model_, chat_, {0, 0}, {220, 600}, look_, actions);
    ImGui::End();
    ImGui::Render();
    for (const Action& action : actions) actions_.push_back(std::get<SessionListAction>(action));
  }
  // The item of that number in the menu of the second session.
  void choose(int item) {
    click(more_of_second_);
    ImVec2 menu{};
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows)
      if (window->Active && (window->Flags & ImGuiWindowFlags_Popup) != 0) menu = window->Pos;
    REQUIRE(menu.x > 0);
    click({menu.x + 40, menu.y + 6 + 36 * (static_cast<float>(item) + 0.5f)});
  }

 protected:
  Look look_;
  ChatModel chat_ = examples::connected_model();
  SessionListModel model_;
  SessionListView view_;
  std::vector<SessionListAction> actions_;
  // Where the layout puts them: field 36, gap 8, heading 28, rows of 48 and 2 between them.
  const ImVec2 search_{80, 18}, first_row_{60, 96}, second_row_{60, 146}, more_of_second_{200, 146};
};

}  // namespace

TEST_CASE_METHOD(ListViewTest, "a click on a session opens it") {
  click(second_row_);
  REQUIRE(actions_.size() == 1);
  CHECK(std::get<action::OpenSession>(actions_[0]).id == "b");
}

TEST_CASE_METHOD(ListViewTest, "what is typed into the search is looked for in the titles") {
  click(search_);
  type("reci");
  click(first_row_);
  REQUIRE(actions_.size() == 1);
  CHECK(std::get<action::OpenSession>(actions_[0]).id == "b");
}

TEST_CASE_METHOD(ListViewTest,
                 "Enter in the search opens the first that was found, Escape empties it") {
  click(search_);
  type("##");
  press(ImGuiKey_Enter);
  REQUIRE(actions_.size() == 1);
  CHECK(std::get<action::OpenSession>(actions_[0]).id == "c");
  click(search_);
  press(ImGuiKey_Escape);
  click(first_row_);
  CHECK(std::get<action::OpenSession>(actions_.back()).id == "a");
}

TEST_CASE_METHOD(ListViewTest, "a title is edited in its place; Enter renames") {
  choose(0);
  CHECK(actions_.empty());
  type("Soups");
  press(ImGuiKey_Enter);
  REQUIRE(actions_.size() == 1);
  CHECK(std::get<action::RenameSession>(actions_[0]).id == "b");
  CHECK(std::get<action::RenameSession>(actions_[0]).title == "Soups");
}

TEST_CASE_METHOD(ListViewTest, "leaving the field renames too, Escape does not") {
  choose(0);
  type("Soups");
  press(ImGuiKey_Escape);
  CHECK(actions_.empty());
  choose(0);
  type("Stews");
  click({400, 400});
  REQUIRE(actions_.size() == 1);
  CHECK(std::get<action::RenameSession>(actions_[0]).title == "Stews");
}

TEST_CASE_METHOD(ListViewTest, "the menu exports and deletes, and Escape closes it") {
  choose(1);
  choose(2);
  choose(3);
  REQUIRE(actions_.size() == 3);
  CHECK(std::get<action::ExportSession>(actions_[0]).format == ExportFormat::markdown);
  CHECK(std::get<action::ExportSession>(actions_[1]).format == ExportFormat::json);
  CHECK(std::get<action::DeleteSession>(actions_[2]).id == "b");
  click(more_of_second_);
  press(ImGuiKey_Escape);
  CHECK_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
}

TEST_CASE_METHOD(ListViewTest, "a notice offers to undo") {
  model_.notice = SessionListNotice{"Deleted “Recipes”", true};
  settle();
  click({200, 580});
  REQUIRE(actions_.size() == 1);
  CHECK(std::holds_alternative<action::UndoDeletion>(actions_[0]));
}

TEST_CASE_METHOD(ListViewTest, "every state without sessions is drawn without harm") {
  model_ = {};
  settle();
  model_.state = SessionListState::failed;
  model_.error = Error{ErrorCode::internal, "It broke."};
  settle();
  click({60, 110});
  CHECK(actions_.size() == 1);  // "Read the list again"
  chat_.link = Link::offline;
  settle();
  model_.state = SessionListState::ready;
  settle();
}
