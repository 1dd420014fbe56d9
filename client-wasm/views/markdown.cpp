#include "client-wasm/views/markdown.h"

#include <md4c.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace magic {
namespace {

// Builds blocks from md4c's enter/leave calls.
class Builder {
 public:
  Builder(std::vector<MarkdownBlock>& blocks, std::vector<std::string>& links)
      : blocks_(blocks), links_(links) {}

  void enter_block(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        ++quotes_;
        break;
      case MD_BLOCK_UL:
        lists_.push_back({false, 0, static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0});
        break;
      case MD_BLOCK_OL: {
        const auto* list = static_cast<MD_BLOCK_OL_DETAIL*>(detail);
        lists_.push_back({true, list->start, list->is_tight != 0});
        break;
      }
      case MD_BLOCK_LI:
        enter_item(*static_cast<MD_BLOCK_LI_DETAIL*>(detail));
        break;
      case MD_BLOCK_HR:
        open(MarkdownBlock::Kind::rule);
        break;
      case MD_BLOCK_H:
        open(MarkdownBlock::Kind::heading).level =
            static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
        break;
      case MD_BLOCK_CODE: {
        const MD_ATTRIBUTE& language = static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang;
        open(MarkdownBlock::Kind::code)
            .language.assign(language.text ? language.text : "", language.size);
        break;
      }
      case MD_BLOCK_P:
        open(MarkdownBlock::Kind::paragraph);
        break;
      case MD_BLOCK_TABLE:
        open(MarkdownBlock::Kind::table);
        break;
      case MD_BLOCK_TR:
        blocks_.back().rows.emplace_back();
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        blocks_.back().rows.back().emplace_back();
        break;
      default:
        break;
    }
  }

  void leave_block(MD_BLOCKTYPE type) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        --quotes_;
        break;
      case MD_BLOCK_UL:
      case MD_BLOCK_OL:
        lists_.pop_back();
        break;
      case MD_BLOCK_CODE:
        drop_last_line_end();
        break;
      case MD_BLOCK_THEAD:
      case MD_BLOCK_TBODY:
      case MD_BLOCK_TR:
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        return;  // the table goes on
      default:
        break;
    }
    // Text of a tight list item stands in no paragraph of its own.
    is_open_ = false;
  }

  void enter_span(MD_SPANTYPE type, void* detail) {
    styles_.push_back(style_);
    switch (type) {
      case MD_SPAN_STRONG:
        style_.bold = true;
        break;
      case MD_SPAN_EM:
        style_.italic = true;
        break;
      case MD_SPAN_CODE:
        style_.code = true;
        break;
      case MD_SPAN_DEL:
        style_.struck = true;
        break;
      case MD_SPAN_A:
        link(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
        break;
      case MD_SPAN_IMG:
        link(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
        break;
      default:
        break;
    }
  }

  // md4c (0.5.2) may leave what it has not entered: "[](~)~".
  void leave_span() {
    if (styles_.empty()) return;
    style_ = styles_.back();
    styles_.pop_back();
  }

  void text(MD_TEXTTYPE type, std::string_view piece) {
    switch (type) {
      case MD_TEXT_BR:
        piece = "\n";
        break;
      case MD_TEXT_SOFTBR:
        piece = " ";
        break;
      case MD_TEXT_NULLCHAR:
        piece = "\xEF\xBF\xBD";
        break;
      case MD_TEXT_ENTITY:
        piece = meaning(piece);
        break;
      default:
        break;
    }
    std::vector<StyledText>& to = target();
    if (to.empty() || !(to.back().style == style_)) to.push_back({{}, style_});
    to.back().text += piece;
  }

 private:
  struct List {
    bool ordered = false;
    unsigned next = 0;
    bool tight = false;
  };

  MarkdownBlock& open(MarkdownBlock::Kind kind) {
    MarkdownBlock block;
    block.kind = kind;
    block.indent = static_cast<int>(lists_.size());
    block.quotes = quotes_;
    block.marker = std::exchange(marker_, {});
    block.tight = std::exchange(tight_, false);
    blocks_.push_back(std::move(block));
    is_open_ = true;
    return blocks_.back();
  }

  void enter_item(const MD_BLOCK_LI_DETAIL& item) {
    List& list = lists_.back();
    marker_ = list.ordered ? std::to_string(list.next++) + "." : "•";
    if (item.is_task) marker_ = item.task_mark == ' ' ? "☐" : "☑";
    tight_ = list.tight && !blocks_.empty() && blocks_.back().indent > 0;
    is_open_ = false;
  }

  std::vector<StyledText>& target() {
    if (!is_open_) open(MarkdownBlock::Kind::paragraph);
    MarkdownBlock& block = blocks_.back();
    if (block.kind == MarkdownBlock::Kind::table) return block.rows.back().back();
    return block.text;
  }

  void link(const MD_ATTRIBUTE& address) {
    const std::string_view href(address.text ? address.text : "", address.size);
    if (!is_safe_link(href)) return;
    style_.link = static_cast<int>(links_.size());
    links_.emplace_back(href);
  }

  void drop_last_line_end() {
    if (blocks_.back().text.empty()) return;
    std::string& code = blocks_.back().text.back().text;
    if (!code.empty() && code.back() == '\n') code.pop_back();
  }

  // The few entities that text is really written with; others stay as they were written.
  static std::string_view meaning(std::string_view entity) {
    if (entity == "&amp;") return "&";
    if (entity == "&lt;") return "<";
    if (entity == "&gt;") return ">";
    if (entity == "&quot;") return "\"";
    if (entity == "&#39;" || entity == "&apos;") return "'";
    if (entity == "&nbsp;") return "\xC2\xA0";
    return entity;
  }

  std::vector<MarkdownBlock>& blocks_;
  std::vector<std::string>& links_;
  std::vector<List> lists_;
  std::vector<TextStyle> styles_;
  TextStyle style_;
  int quotes_ = 0;
  std::string marker_;
  bool tight_ = false;
  bool is_open_ = false;
};

}  // namespace

bool is_safe_link(std::string_view address) {
  const auto begins = [&](std::string_view scheme) {
    return address.size() > scheme.size() &&
           std::equal(scheme.begin(), scheme.end(), address.begin(), [](char a, char b) {
             return a == std::tolower(static_cast<unsigned char>(b));
           });
  };
  return begins("http://") || begins("https://") || begins("mailto:");
}

std::size_t MarkdownText::update(std::string_view text) {
  if (text.substr(0, stable_bytes_) != std::string_view(seen_).substr(0, stable_bytes_))
    stable_bytes_ = stable_blocks_ = stable_links_ = 0;
  seen_ = text;
  blocks_.resize(stable_blocks_);
  links_.resize(stable_links_);
  const std::size_t first_changed = stable_blocks_;

  const std::string_view open = text.substr(stable_bytes_);
  if (const std::size_t more = last_stable_break(open); more > 0) {
    parse(open.substr(0, more));
    stable_bytes_ += more;
    stable_blocks_ = blocks_.size();
    stable_links_ = links_.size();
  }
  parse(text.substr(stable_bytes_));
  return first_changed;
}

void MarkdownText::parse(std::string_view text) {
  Builder builder(blocks_, links_);
  MD_PARSER parser{};
  parser.flags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* to) {
    static_cast<Builder*>(to)->enter_block(type, detail);
    return 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* to) {
    static_cast<Builder*>(to)->leave_block(type);
    return 0;
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* to) {
    static_cast<Builder*>(to)->enter_span(type, detail);
    return 0;
  };
  parser.leave_span = [](MD_SPANTYPE, void*, void* to) {
    static_cast<Builder*>(to)->leave_span();
    return 0;
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* piece, MD_SIZE bytes, void* to) {
    static_cast<Builder*>(to)->text(type, {piece, bytes});
    return 0;
  };
  md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &builder);
}

}  // namespace magic
