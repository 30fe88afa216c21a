#include "fuzz/support/state_coverage.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "fuzz/support/finding.h"
#include "impl/connection/state_table.h"

namespace rtmp {
namespace {

// libFuzzer counts these as coverage of the input at hand: one that takes a way through the states as none did before is kept.
__attribute__((section("__libfuzzer_extra_counters"), used)) uint8_t coverage_of_input[2][kStateCount][kStateInputCount];

constexpr const char* kRoleNames[] = {"server", "client"};
// Of the states that a finding shows.
constexpr size_t kLongestPath = 300;

// Counts a transition, and prints them when the program ends.
class Table {
 public:
  void Count(Role role, State from, StateInput input, State to) {
    Counts& counts = roles_[static_cast<size_t>(role)];
    ++counts.transitions[static_cast<size_t>(from)][static_cast<size_t>(input)];
    ++counts.states[static_cast<size_t>(to)];
    counts.used = true;
    ++coverage_of_input[static_cast<size_t>(role)][static_cast<size_t>(from)][static_cast<size_t>(input)];
  }

  ~Table() {
    for (size_t role = 0; role < roles_.size(); ++role) {
      if (roles_[role].used) Print(kRoleNames[role], roles_[role], role == static_cast<size_t>(Role::kClient));
    }
  }

 private:
  struct Counts {
    bool used = false;
    std::array<uint64_t, kStateCount> states = {};
    std::array<std::array<uint64_t, kStateInputCount>, kStateCount> transitions = {};
  };

  // A client closes no stream, takes no second one and is not asked.
  static bool OfClients(const Transition& t) {
    return t.input != StateInput::kCloseStream && t.input != StateInput::kDeleteStream && t.input != StateInput::kReject &&
           !(t.input == StateInput::kDisconnect && t.state == State::kMediaStreamCreated);  // passed through in one message
  }

  // With what would have been sent.
  static std::string Never(const Transition& t) {
    const std::string output(StateOutputText(t.output));
    return output.empty() ? "NEVER" : "NEVER (" + output + ")";
  }

  static void Print(const char* role, const Counts& counts, bool client) {
    size_t states = 1;  // Handshaking is where every connection begins
    size_t all_states = 1;
    for (size_t i = 1; i < kStateCount; ++i) {
      ++all_states;
      if (counts.states[i] != 0) ++states;
    }
    size_t reached = 0;
    size_t all = 0;
    std::string lines;
    for (size_t state = 0; state < kStateCount; ++state) {
      std::string line;
      for (const Transition& t : Transitions()) {
        // closeStream of an idle stream changes nothing to be seen.
        if (static_cast<size_t>(t.state) != state || t.next == t.state || (client && !OfClients(t))) continue;
        const uint64_t count = counts.transitions[state][static_cast<size_t>(t.input)];
        ++all;
        if (count != 0) ++reached;
        line += " " + std::string(StateInputName(t.input)) + " " + (count == 0 ? Never(t) : std::to_string(count));
      }
      if (!line.empty()) lines += "  " + std::string(StateName(static_cast<State>(state))) + ":" + line + "\n";
    }
    std::fprintf(stderr, "%s, reached through inputs: %zu of %zu states, %zu of %zu transitions\n%s", role, states, all_states,
                 reached, all, lines.c_str());
  }

  std::array<Counts, 2> roles_;
};

Table& TheTable() {
  static Table table;
  return table;
}

std::optional<StateInput> FindInput(State from, State to, bool by_user) {
  for (const Transition& t : Transitions()) {
    const bool users = t.input == StateInput::kAccept || t.input == StateInput::kReject;
    const bool either = t.input == StateInput::kDisconnect;
    if (t.state == from && t.next == to && (either || users == by_user)) return t.input;
  }
  // A client is accepted by its peer; a server's user ends a play whose time is up by sending on.
  for (const Transition& t : Transitions()) {
    if (t.state == from && t.next == to) return t.input;
  }
  return std::nullopt;
}

StateInput InputOf(State from, State to, bool by_user) {
  // Looked for once: a run has a dozen transitions.
  using Inputs = std::array<std::array<std::array<std::optional<StateInput>, 2>, kStateCount>, kStateCount>;
  static const Inputs& inputs = *[] {
    auto* all = new Inputs;
    for (size_t i = 0; i < kStateCount; ++i) {
      for (size_t j = 0; j < kStateCount; ++j) {
        for (const bool user : {false, true}) (*all)[i][j][user] = FindInput(static_cast<State>(i), static_cast<State>(j), user);
      }
    }
    return all;
  }();
  const std::optional<StateInput> input = inputs[static_cast<size_t>(from)][static_cast<size_t>(to)][by_user];
  if (input.has_value()) return *input;
  std::fprintf(stderr, "the table has no way from %s to %s\n", std::string(StateName(from)).c_str(),
               std::string(StateName(to)).c_str());
  FUZZ_CHECK(!"a transition of the table");
  std::abort();
}

}  // namespace

void BeginStatePath(Role role, State start) {
  StatePath().clear();
  StatePath().push_back(kRoleNames[static_cast<size_t>(role)]);
  StatePath().push_back(StateName(start));
}

void CountTransition(Role role, State from, State to, bool by_user) {
  if (StatePath().size() < kLongestPath) StatePath().push_back(StateName(to));
  TheTable().Count(role, from, InputOf(from, to, by_user), to);
}

void ServerStates::Look() {
  state_ = server_->state();
  connection_ = server_->connection_state();
  for (uint32_t id = 1; id <= kStreams; ++id) streams_[id] = server_->stream_state(id);
}

void ServerStates::Count(bool by_user) {
  const ConnectionState connection = server_->connection_state();
  if (connection != connection_) {
    // The end is one of the stream that changed last, as state() has it.
    const State from = connection == ConnectionState::kDisconnecting ? state_ : ToState(connection_);
    CountTransition(Role::kServer, from, ToState(connection), by_user);
    return Look();
  }
  state_ = server_->state();
  if (connection != ConnectionState::kConnected) return;  // has no streams, or they are what they were
  for (uint32_t id = 1; id <= kStreams; ++id) {
    const std::optional<StreamState> now = server_->stream_state(id);
    if (now == streams_[id]) continue;
    CountTransition(Role::kServer, streams_[id].has_value() ? ToState(*streams_[id]) : State::kConnected,
                    now.has_value() ? ToState(*now) : State::kConnected, by_user);
    streams_[id] = now;
  }
}

void ClientStates::OnStateChanged(State state) {
  if (state == state_ || state == State::kHandshaking) return;  // its first event comes when it may have gone on
  CountTransition(Role::kClient, state_, state, false);
  state_ = state;
}

void ClientStates::Count(bool by_user) {
  // What a message passed through on its way shows in the events that follow.
  if (client_->state() != State::kDisconnecting || state_ == State::kDisconnecting) return;
  CountTransition(Role::kClient, state_, State::kDisconnecting, by_user);
  state_ = State::kDisconnecting;
}

}  // namespace rtmp
