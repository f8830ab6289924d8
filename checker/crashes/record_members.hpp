#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

/// The members of plain structs, one after the other: the part of Boost.PFR (Antony Polukhin) that
/// is needed here; the Boost of Debian 12 is older.
namespace heddle::checker {

/// Converts to anything, in expressions that are never evaluated.
struct any_value {
  template <class Wanted>
  operator Wanted() const;  // NOLINT: for initialisation without naming the type
};

/// Whether `Record` can be initialised from so many members.
template <class Record, std::size_t... Number>
consteval bool takes_members(std::index_sequence<Number...>) {
  return requires { Record{(static_cast<void>(Number), any_value{})...}; };
}

/// The most members that a record may have here.
inline constexpr std::size_t most_members = 48;

/// The number of members of a struct that declares constructors, which cannot be counted. A wrong
/// one does not compile.
template <class Record>
inline constexpr std::size_t declared_members = 0;

/// The number of members of a plain struct.
template <class Record, std::size_t Tried = most_members>
consteval std::size_t members_of() {
  if constexpr (declared_members<Record> != 0)
    return declared_members<Record>;
  else if constexpr (takes_members<Record>(std::make_index_sequence<Tried>{}))
    return Tried;
  else
    return members_of<Record, Tried - 1>();
}

/// Calls `visit(member...)` with all members of a plain struct without base classes.
template <class Record, class Visit>
void with_members(Record& record, Visit&& visit) {
  constexpr std::size_t count = members_of<std::remove_cvref_t<Record>>();
  // clang-format off
if constexpr (count == 1) { auto& [a1] = record; visit(a1); }
else if constexpr (count == 2) { auto& [a1, a2] = record; visit(a1, a2); }
else if constexpr (count == 3) { auto& [a1, a2, a3] = record; visit(a1, a2, a3); }
else if constexpr (count == 4) { auto& [a1, a2, a3, a4] = record; visit(a1, a2, a3, a4); }
else if constexpr (count == 5) { auto& [a1, a2, a3, a4, a5] = record; visit(a1, a2, a3, a4, a5); }
else if constexpr (count == 6) { auto& [a1, a2, a3, a4, a5, a6] = record; visit(a1, a2, a3, a4, a5,
      a6); }
else if constexpr (count == 7) { auto& [a1, a2, a3, a4, a5, a6, a7] = record; visit(a1, a2, a3, a4,
      a5, a6, a7); }
else if constexpr (count == 8) { auto& [a1, a2, a3, a4, a5, a6, a7, a8] = record; visit(a1, a2, a3,
      a4, a5, a6, a7, a8); }
else if constexpr (count == 9) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9] = record; visit(a1, a2,
      a3, a4, a5, a6, a7, a8, a9); }
else if constexpr (count == 10) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10] = record;
      visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10); }
else if constexpr (count == 11) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11] = record;
      visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11); }
else if constexpr (count == 12) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12] =
      record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12); }
else if constexpr (count == 13) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13] =
      record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13); }
else if constexpr (count == 14) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14); }
else if constexpr (count == 15) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15); }
else if constexpr (count == 16) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14,
      a15, a16); }
else if constexpr (count == 17) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17); }
else if constexpr (count == 18) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12,
      a13, a14, a15, a16, a17, a18); }
else if constexpr (count == 19) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11,
      a12, a13, a14, a15, a16, a17, a18, a19); }
else if constexpr (count == 20) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10,
      a11, a12, a13, a14, a15, a16, a17, a18, a19, a20); }
else if constexpr (count == 21) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9,
      a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21); }
else if constexpr (count == 22) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8,
      a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22); }
else if constexpr (count == 23) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23] = record; visit(a1, a2, a3, a4, a5, a6, a7,
      a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23); }
else if constexpr (count == 24) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24] = record; visit(a1, a2, a3, a4, a5, a6,
      a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24); }
else if constexpr (count == 25) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25] = record; visit(a1, a2, a3, a4,
      a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24,
      a25); }
else if constexpr (count == 26) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26] = record; visit(a1, a2, a3,
      a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23,
      a24, a25, a26); }
else if constexpr (count == 27) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27] = record; visit(a1, a2,
      a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22,
      a23, a24, a25, a26, a27); }
else if constexpr (count == 28) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28] = record; visit(a1,
      a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21,
      a22, a23, a24, a25, a26, a27, a28); }
else if constexpr (count == 29) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29] = record;
      visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19,
      a20, a21, a22, a23, a24, a25, a26, a27, a28, a29); }
else if constexpr (count == 30) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30] = record;
      visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19,
      a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30); }
else if constexpr (count == 31) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31] =
      record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18,
      a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31); }
else if constexpr (count == 32) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32]
      = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17,
      a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32); }
else if constexpr (count == 33) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16,
      a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33); }
else if constexpr (count == 34) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15,
      a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33,
      a34); }
else if constexpr (count == 35) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14,
      a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33,
      a34, a35); }
else if constexpr (count == 36) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36); }
else if constexpr (count == 37) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12,
      a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31,
      a32, a33, a34, a35, a36, a37); }
else if constexpr (count == 38) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37, a38] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11,
      a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30,
      a31, a32, a33, a34, a35, a36, a37, a38); }
else if constexpr (count == 39) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37, a38, a39] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10,
      a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29,
      a30, a31, a32, a33, a34, a35, a36, a37, a38, a39); }
else if constexpr (count == 40) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37, a38, a39, a40] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8, a9,
      a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28,
      a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40); }
else if constexpr (count == 41) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37, a38, a39, a40, a41] = record; visit(a1, a2, a3, a4, a5, a6, a7, a8,
      a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27,
      a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41); }
else if constexpr (count == 42) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37, a38, a39, a40, a41, a42] = record; visit(a1, a2, a3, a4, a5, a6, a7,
      a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26,
      a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42); }
else if constexpr (count == 43) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43] = record; visit(a1, a2, a3, a4, a5, a6,
      a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25,
      a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43); }
else if constexpr (count == 44) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44] = record; visit(a1, a2, a3, a4,
      a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24,
      a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43,
      a44); }
else if constexpr (count == 45) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45] = record; visit(a1, a2, a3,
      a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23,
      a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42,
      a43, a44, a45); }
else if constexpr (count == 46) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46] = record; visit(a1, a2,
      a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22,
      a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41,
      a42, a43, a44, a45, a46); }
else if constexpr (count == 47) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47] = record; visit(a1,
      a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21,
      a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40,
      a41, a42, a43, a44, a45, a46, a47); }
else if constexpr (count == 48) { auto& [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13,
      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32,
      a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48] = record;
      visit(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19,
      a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38,
      a39, a40, a41, a42, a43, a44, a45, a46, a47, a48); }
  // clang-format on
}

}  // namespace heddle::checker
