// What was typed and not sent, session by session, so that going to another session and back loses
// nothing. A chat of which nothing is stored is in no list that one could come back by: all such
// chats share one draft, under the empty id.
//
// Limits: kMaxDrafts of them and kMaxDraftBytes together; the oldest go first.
// Thread rule: UI thread only; plain values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace magic {

class Drafts {
 public:
  static constexpr std::size_t kMaxDrafts = 40;
  static constexpr std::size_t kMaxDraftBytes = 512 * 1024;

  void keep(std::string_view session_id, std::string_view text);  // an empty text is forgotten
  std::string of(std::string_view session_id) const;
  std::string take(std::string_view session_id);  // it is being written again

  int revision() const { return revision_; }  // grows with every change

  // All of them as one text, and back. What is broken is left out.
  std::string stored() const;
  static Drafts from_stored(std::string_view stored);

 private:
  struct Draft {
    std::string session_id, text;
  };
  std::vector<Draft> drafts_;  // the newest last
  int revision_ = 0;
};

}  // namespace magic
