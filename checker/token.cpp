#include "checker/token.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "checker/model.hpp"

namespace heddle::checker {
namespace {

/// Raised when the meaning of a schedule changes although models do not: other events, or another
/// order of tasks and alternatives.
constexpr std::uint64_t semantics_version = 1;

constexpr std::string_view digits32 = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t checksum_digits = 6;
constexpr std::size_t shape_digits = 8;
/// Tasks up to `z` have one letter, up to `zz` two.
constexpr std::uint32_t letters = 26;
constexpr std::uint32_t most_tasks = letters + letters * letters;
static_assert(scheduler::max_tasks <= most_tasks);

/// CRC-30/CDMA. Finds every change within 30 bits, so every change of a character.
std::string checksum_of(std::string_view text) {
  std::uint32_t crc = 0x3fff'ffff;
  for (const char c : text)
    for (int bit = 7; bit >= 0; --bit) {
      const std::uint32_t top = (crc >> 29) & 1U;
      const std::uint32_t next = (static_cast<unsigned char>(c) >> bit) & 1U;
      crc = (crc << 1) & 0x3fff'ffff;
      if (top != next) crc ^= 0x2030'b9c7;
    }
  crc ^= 0x3fff'ffff;
  std::string digits;
  for (std::size_t place = checksum_digits; place > 0; --place)
    digits += digits32[(crc >> (5 * (place - 1))) & 31U];
  return digits;
}

void append_options(std::string& text, const scheduler::execution_options& options) {
  if (options.time == scheduler::time_mode::quiescent) text += 'q';
  if (options.plain == scheduler::plain_mode::invisible) text += 'p';
  if (options.spurious) text += 'w';
  if (options.steps != scheduler::execution_options{}.steps)
    text += fmt::format("s{}", options.steps);
}

char letter(std::uint32_t number) { return static_cast<char>('a' + number); }

void append_task(std::string& text, std::uint32_t task) {
  if (task < letters) {
    text += letter(task);
    return;
  }
  text += '_';
  text += letter((task - letters) / letters);
  text += letter((task - letters) % letters);
}

void append_decisions(std::string& text, const std::vector<decision>& decisions) {
  for (std::size_t place = 0; place < decisions.size();) {
    const decision& first = decisions[place];
    append_task(text, first.task);
    std::size_t end = place + 1;
    if (first.way != 0) {
      text += fmt::format("~{}", first.way);
    } else {
      while (end < decisions.size() && decisions[end] == first) ++end;
      if (end - place > 1) text += fmt::format("{}", end - place);
    }
    place = end;
  }
}

/// Reads a token from left to right, knowing where it is.
class reader {
 public:
  reader(std::string_view whole, std::size_t begin, std::size_t end)
      : whole_(whole), position_(begin), end_(end) {}

  [[nodiscard]] bool done() const { return position_ == end_; }
  [[nodiscard]] char peek() const { return done() ? '\0' : whole_[position_]; }

  bool take(char wanted) {
    if (peek() != wanted || done()) return false;
    ++position_;
    return true;
  }

  [[nodiscard]] bool at_digit() const { return peek() >= '0' && peek() <= '9'; }

  std::uint32_t letter(std::string_view what) {
    if (peek() < 'a' || peek() > 'z') fail(what);
    return static_cast<std::uint32_t>(whole_[position_++] - 'a');
  }

  /// A number without leading zeros.
  std::uint32_t number(std::string_view what, std::uint32_t least, std::uint32_t most) {
    if (!at_digit() || peek() == '0') fail(what);
    std::uint32_t value = 0;
    const char* const begin = whole_.data() + position_;
    const auto [rest, error] = std::from_chars(begin, whole_.data() + end_, value);
    if (error != std::errc{} || value < least || value > most) fail(what);
    position_ += static_cast<std::size_t>(rest - begin);
    return value;
  }

  [[noreturn]] void fail(std::string_view expected) const {
    const std::string found = done() ? "the end of the field" : fmt::format("`{}`", peek());
    throw token_error(fmt::format("the token is malformed at character {}: expected {}, found {}",
                                  position_ + 1, expected, found));
  }

 private:
  std::string_view whole_;
  std::size_t position_;
  std::size_t end_;
};

scheduler::execution_options read_options(reader& from) {
  scheduler::execution_options options;
  if (from.take('q')) options.time = scheduler::time_mode::quiescent;
  if (from.take('p')) options.plain = scheduler::plain_mode::invisible;
  if (from.take('w')) options.spurious = true;
  if (from.take('s')) options.steps = from.number("a number of steps", 1, 0xffff'ffff);
  if (!from.take('-')) from.fail("an option (q, p, w, s) or `-`");
  return options;
}

std::uint32_t read_task(reader& from) {
  if (!from.take('_')) return from.letter("the letter of a task");
  const std::uint32_t high = from.letter("the first of two letters");
  return letters + high * letters + from.letter("the second of two letters");
}

std::vector<decision> read_decisions(reader& from) {
  std::vector<decision> decisions;
  while (!from.done()) {
    decision next{read_task(from), 0};
    if (next.task >= scheduler::max_tasks) from.fail("a task below the limit");
    std::size_t count = 1;
    if (from.take('~'))
      next.way = from.number("the number of a way", 1, 0xffff);
    else if (from.at_digit())
      count = from.number("a count from 2 on", 2, scheduler::max_events);
    if (decisions.size() + count > scheduler::max_events) from.fail("fewer decisions");
    decisions.insert(decisions.end(), count, next);
  }
  return decisions;
}

std::uint32_t read_shape(std::string_view whole, std::size_t begin, std::size_t end) {
  std::uint32_t shape = 0;
  const auto [rest, error] = std::from_chars(whole.data() + begin, whole.data() + end, shape, 16);
  if (error != std::errc{} || rest != whole.data() + end || end - begin != shape_digits)
    reader(whole, begin, end).fail("eight hexadecimal digits");
  return shape;
}

/// Where the fields of a token begin, without the dots between them.
struct fields {
  std::size_t schedule;
  std::size_t shape;
  std::size_t checksum;
};

constexpr std::string_view version_field = "r1.";

fields split(std::string_view text) {
  std::array<std::size_t, 3> dots{};
  std::size_t before = text.size();
  for (std::size_t& dot : dots) {
    dot = before == 0 ? std::string_view::npos : text.rfind('.', before - 1);
    if (dot == std::string_view::npos)
      throw token_error(
          "the token is incomplete: expected `r1.<model>.<schedule>.<shape>.<checksum>`");
    before = dot;
  }
  return {dots[2] + 1, dots[1] + 1, dots[0] + 1};
}

void check_version(std::string_view text) {
  if (text.starts_with(version_field)) return;
  const auto dot = text.find('.');
  if (text.starts_with('r') && dot != std::string_view::npos && dot > 1 &&
      std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(dot),
                  [](char c) { return c >= '0' && c <= '9'; }))
    throw token_error(fmt::format("the token has version {}; this program reads version {}",
                                  text.substr(1, dot - 1), token_version));
  throw token_error("the token is malformed at character 1: expected `r1.`");
}

std::uint64_t mix_creation(std::uint64_t hash, const finished_run::identity& one,
                           const ordinals& tasks) {
  hash = mix(hash, tasks(one.creator));
  hash = mix(hash, one.number);
  hash = mix(hash, static_cast<std::uint64_t>(one.kind));
  return mix(hash, one.process ? 1 : 0);
}

std::uint64_t mix_options(std::uint64_t hash, const scheduler::execution_options& options) {
  hash = mix(hash, static_cast<std::uint64_t>(options.time));
  hash = mix(hash, static_cast<std::uint64_t>(options.plain));
  hash = mix(hash, options.spurious ? 1 : 0);
  return mix(hash, options.steps);
}

bool about_task(scheduler::operation_kind kind) {
  return kind == scheduler::operation_kind::spawn || kind == scheduler::operation_kind::join;
}

}  // namespace

std::string to_string(const token& from) {
  std::string text = fmt::format("r{}.{}.", token_version, from.model);
  append_options(text, from.options);
  text += '-';
  append_decisions(text, from.decisions);
  text += fmt::format(".{:08x}", from.shape);
  return text + "." + checksum_of(text);
}

token parse_token(std::string_view text) {
  check_version(text);
  const fields at = split(text);
  const std::string_view whole = text.substr(0, at.checksum - 1);
  if (text.substr(at.checksum) != checksum_of(whole))
    throw token_error(fmt::format(
        "the token is damaged: its checksum is `{}`, that of its text is `{}`; copy all of it",
        text.substr(at.checksum), checksum_of(whole)));
  if (at.schedule <= version_field.size())
    throw token_error(
        "the token is incomplete: expected `r1.<model>.<schedule>.<shape>.<checksum>`");
  token read;
  read.model = text.substr(version_field.size(), at.schedule - 1 - version_field.size());
  if (!is_model_name(read.model))
    throw token_error(fmt::format("the token names no model: `{}` cannot be one", read.model));
  reader schedule(text, at.schedule, at.shape - 1);
  read.options = read_options(schedule);
  read.decisions = read_decisions(schedule);
  read.shape = read_shape(text, at.shape, at.checksum - 1);
  return read;
}

std::vector<decision> decisions_of(const finished_run& run) {
  const ordinals tasks(run.created_tasks);
  std::vector<decision> decisions;
  for (const scheduler::event& done : run.events)
    if (done.decided) decisions.push_back({tasks(done.task), done.rank});
  return decisions;
}

std::uint32_t shape_of(const finished_run& run) {
  const ordinals tasks(run.created_tasks);
  const ordinals objects(run.created_objects);
  std::uint64_t hash = mix_options(mix(0, semantics_version), run.options);
  for (const auto& one : run.created_tasks) hash = mix_creation(hash, one, tasks);
  for (const auto& one : run.created_objects) hash = mix_creation(hash, one, tasks);
  for (const scheduler::event& done : run.events) {
    hash = mix(hash, tasks(done.task));
    hash = mix(hash, static_cast<std::uint64_t>(done.kind));
    hash = mix(hash, about_task(done.kind) ? tasks(done.object) : objects(done.object));
    hash = mix(hash, objects(done.second));
  }
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

token token_of(std::string_view model, const finished_run& run) {
  return {std::string(model), run.options, decisions_of(run), shape_of(run)};
}

}  // namespace heddle::checker
