// What a person asks of the list of sessions at the left.
// Thread rule: plain values.
#pragma once

#include <string>
#include <variant>

namespace magic {

enum class ExportFormat { json, markdown };

namespace action {
struct OpenSession {
  std::string id;
};
struct RenameSession {
  std::string id;
  std::string title;
};
struct DeleteSession {
  std::string id;
};
struct UndoDeletion {};
struct ExportSession {
  std::string id;
  ExportFormat format = ExportFormat::json;
};
struct ImportSession {};  // asks which file
struct ReadSessions {};   // the list, again
struct DismissNotice {};  // below the list
}  // namespace action

using SessionListAction =
    std::variant<action::OpenSession, action::RenameSession, action::DeleteSession,
                 action::UndoDeletion, action::ExportSession, action::ImportSession,
                 action::ReadSessions, action::DismissNotice>;

}  // namespace magic
