// How the played side of a case is put on the wire, apart from what it says: what a run crosses and no script writes by hand.
#ifndef RTMPSPEC_CONFORMANCE_RUNNER_VARIANT_H_
#define RTMPSPEC_CONFORMANCE_RUNNER_VARIANT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "conformance/language/transcript.h"
#include "impl/handshake/digest.h"

namespace rtmpspec {

// In a result, and in what repeats it, a variant is its text: "bytewise", "random:7 chunk=1 handshake=digest0 basic=2 amf=3".
// What is usual is not written.
struct Variant {
  enum class Delivery : uint8_t {
    kWhole,     // consecutive played steps of a connection go out in one write
    kBytewise,  // every byte in a write of its own
    kRandom,    // cut at random places, which follow from the run's seed, the case and `cutting`
  };
  Delivery delivery = Delivery::kWhole;
  uint64_t cutting = 0;
  // 0: no SetChunkSize beyond those of the script. Else one is played in front of the first message.
  uint32_t chunk_size = 0;
  // The first packet of a client that the suite plays is signed, and the second one where the server signs.
  std::optional<rtmp::handshake::DigestScheme> digest;
  // The form of the basic header: 2 and 3 move chunk streams for which the script names no number to such that need it.
  int basic_header = 1;
  // Commands are sent in type 17.
  bool amf3 = false;

  // InvalidArgument says what was expected.
  static absl::StatusOr<Variant> Parse(absl::string_view text);
  std::string ToText() const;
  // All of it but how the bytes are cut.
  std::string TextWithoutDelivery() const;
  bool operator==(const Variant&) const = default;
};

enum class VariantSet {
  kNone,     // whole
  kDefault,  // whole, bytewise
  kAll,      // those, and more, so that any two settings meet in one of them
};

// The variants of a set that leave `scenario`, run with the stack under test in `role`, what it is: `pin` keeps a setting as it
// says; an @ option and `bytes` of the played side keep all but the delivery; played chunk by chunk or with a SetChunkSize of
// its own it keeps its chunk size, with an Abort its chunk streams; `exact` and `acks`, which count bytes, keep both and the type
// of commands; a handshake of its own stays as it is written, and so does that of a server. `cuttings`: that many random
// deliveries more, random:1 and so on, with the usual settings.
std::vector<std::string> VariantsOf(const Scenario& scenario, Side role, VariantSet set, int cuttings = 0);

// The text of `asked` with everything that the scenario keeps as the scenario keeps it: what a case says about C1 is not asked
// of a signed one.
std::string VariantFor(const Scenario& scenario, Side role, const Variant& asked);

}  // namespace rtmpspec

#endif  // RTMPSPEC_CONFORMANCE_RUNNER_VARIANT_H_
