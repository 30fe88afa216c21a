// What a receiver acknowledges is what its sender takes as acknowledged, on every window and past 2^32 bytes; acknowledgements
// that lie never move the count back or beyond what was sent; the window follows SetPeerBandwidth as RTMP 1.0 5.4.5 spells it
// out.
#include "fuzz/support/fuzz_input.h"
#include "impl/connection/ack_window.h"

namespace rtmp {
namespace {

// Keeps every limit that came and looks for the last one that counts.
struct LiteralWindow {
  uint32_t size;
  std::optional<LimitType> last_limit;

  void On(const SetPeerBandwidth& message) {
    if (message.size == 0) return;
    const bool acts_as_hard =
        message.limit_type == LimitType::kHard || (message.limit_type == LimitType::kDynamic && last_limit == LimitType::kHard);
    if (acts_as_hard) {
      size = message.size;
      last_limit = LimitType::kHard;
    } else if (message.limit_type == LimitType::kSoft) {
      if (message.size < size) size = message.size;
      last_limit = LimitType::kSoft;
    }
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzInput in(data, size);
  const uint32_t initial = in.TakeU32();
  AckWindow sender(initial);
  AckWindow lied_to(initial);
  AckWindow receiver(initial);
  LiteralWindow literal{initial, std::nullopt};
  std::optional<uint32_t> announced;  // what the sender's peer knows
  uint64_t total = 0;
  uint64_t taken = 0;
  uint32_t receive_window = 0;
  // The program, an operation a byte and its operands behind it, from the end of the input.
  while (!in.rest().empty()) {
    switch (in.TakeByte() % 5) {
      case 0: {
        const uint32_t count = in.TakeU32() >> 1;
        total += count;
        sender.OnSent(count);
        lied_to.OnSent(count);
        const bool due = receive_window != 0 && total - taken >= receive_window;
        const std::optional<Acknowledgement> acknowledgement = receiver.TakeDue(total);
        FUZZ_CHECK_EQ(acknowledgement.has_value(), due);
        if (!due) break;
        FUZZ_CHECK_EQ(acknowledgement->sequence_number, total % (uint64_t{1} << 32));
        FUZZ_CHECK(receiver.TakeDue(total) == std::nullopt);
        // 32 bits cannot tell more than that.
        if (total - sender.acknowledged() >= uint64_t{1} << 32) return 0;
        sender.OnAcknowledgement(acknowledgement->sequence_number);
        FUZZ_CHECK_EQ(sender.acknowledged(), total);
        taken = total;
        break;
      }
      case 1:
        receive_window = in.TakeU32() >> 1;
        receiver.OnWindowAcknowledgementSize(receive_window);
        FUZZ_CHECK_EQ(receiver.NextDue().has_value(), receive_window != 0);
        break;
      case 2: {
        const uint64_t before = lied_to.acknowledged();
        lied_to.OnAcknowledgement(in.TakeU32());
        FUZZ_CHECK(lied_to.acknowledged() >= before && lied_to.acknowledged() <= lied_to.sent());
        break;
      }
      case 3: {
        const SetPeerBandwidth message{in.TakeU32(), static_cast<LimitType>(in.TakeBelow(3))};
        literal.On(message);
        const std::optional<WindowAcknowledgementSize> answer = sender.OnSetPeerBandwidth(message);
        FUZZ_CHECK_EQ(sender.send_window(), literal.size);
        FUZZ_CHECK(!answer.has_value() || (answer->size == literal.size && announced != answer->size));
        if (answer.has_value()) announced = answer->size;
        break;
      }
      default:
        announced = sender.Announce().size;
        FUZZ_CHECK_EQ(*announced, literal.size);
        break;
    }
    FUZZ_CHECK_EQ(sender.sent(), total);
    FUZZ_CHECK_EQ(sender.overdue(), announced.has_value() && total - sender.acknowledged() > uint64_t{2} * *announced);
  }
  return 0;
}

}  // namespace rtmp
