/// Plain values as bytes and back, for the cache and between processes of one program: no format for others.
///
/// A type says once what it is made of, for both directions:
///   template <class Archive> void fields(Archive &A, Thing &T) { A(T.Name, T.Number); }
#pragma once

#include "llvm/ADT/StringRef.h"
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

namespace torchtidy {

class Packer {
public:
  std::string Bytes;
  template <class... T> void operator()(T &...Values) { (put(Values), ...); }

private:
  template <class T> void put(T &V) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
      Bytes.append(reinterpret_cast<const char *>(&V), sizeof V);
    else
      fields(*this, V);
  }
  void put(std::string &V) {
    size(V.size());
    Bytes += V;
  }
  template <class T> void put(std::vector<T> &V) { range(V); }
  template <class T> void put(std::set<T> &V) { range(V); }
  template <class K, class T> void put(std::map<K, T> &V) {
    size(V.size());
    for (auto &[Key, Value] : V) {
      put(const_cast<K &>(Key));
      put(Value);
    }
  }
  template <class Range> void range(Range &V) {
    size(V.size());
    for (auto &One : V)
      put(const_cast<std::remove_const_t<std::remove_reference_t<decltype(One)>> &>(One));
  }
  void size(uint64_t Count) { put(Count); }
};

/// Never reads past the end, whatever the bytes are; what is not there stays empty.
class Unpacker {
public:
  explicit Unpacker(llvm::StringRef Bytes) : Rest(Bytes) {}
  template <class... T> void operator()(T &...Values) { (get(Values), ...); }
  /// Everything was there, and nothing is left.
  bool complete() const { return Good && Rest.empty(); }

private:
  template <class T> void get(T &V) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      llvm::StringRef Bytes = take(sizeof V);
      if (Bytes.size() == sizeof V)
        std::memcpy(&V, Bytes.data(), sizeof V);
    } else {
      fields(*this, V);
    }
  }
  void get(std::string &V) { V = take(size()).str(); }
  template <class T> void get(std::vector<T> &V) {
    for (uint64_t Count = size(); Count > 0 && Good; --Count)
      get(V.emplace_back());
  }
  template <class T> void get(std::set<T> &V) {
    for (uint64_t Count = size(); Count > 0 && Good; --Count) {
      T One;
      get(One);
      V.insert(std::move(One));
    }
  }
  template <class K, class T> void get(std::map<K, T> &V) {
    for (uint64_t Count = size(); Count > 0 && Good; --Count) {
      K Key;
      get(Key);
      get(V[std::move(Key)]);
    }
  }
  uint64_t size() {
    uint64_t Count = 0;
    get(Count);
    return Count;
  }
  llvm::StringRef take(uint64_t Count) {
    if (!Good || Count > Rest.size()) {
      Good = false;
      return {};
    }
    llvm::StringRef Out = Rest.take_front(Count);
    Rest = Rest.drop_front(Count);
    return Out;
  }

  llvm::StringRef Rest;
  bool Good = true;
};

} // namespace torchtidy
