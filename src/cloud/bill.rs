//! From the engine's counters to the rows of a bill.

use super::{Architecture, Usage};
use crate::billing::{self, Meter};

impl Usage {
    /// Adds a function's counters to what will be priced.
    pub fn add_to(&self, bill: &mut billing::Usage, function: &str) {
        bill.add(Meter::LambdaRequests, Some(function), i128::from(self.requests));
        for architecture in [Architecture::X86_64, Architecture::Arm64] {
            let of = |sums: &[u128; 2]| sums[architecture as usize].cast_signed();
            bill.add_compute(function, architecture.into(), of(&self.compute_mb_ms), of(&self.init_mb_ms));
        }
        bill.add(Meter::LambdaEphemeral, Some(function), self.ephemeral_mb_ms.cast_signed());
        let by_processor = [
            (Meter::LambdaProvisionedX86, self.provisioned_mb_ms[0]),
            (Meter::LambdaProvisionedArm, self.provisioned_mb_ms[1]),
            (Meter::LambdaProvisionedX86Used, self.provisioned_used_mb_ms[0]),
            (Meter::LambdaProvisionedArmUsed, self.provisioned_used_mb_ms[1]),
            (Meter::LambdaSnapStartCache, self.snapshot_mb_ms),
            (Meter::LambdaSnapStartRestore, self.restored_mb),
        ];
        for (meter, count) in by_processor {
            bill.add(meter, Some(function), count.cast_signed());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::{FreeTier, price};
    use crate::catalog::Catalog;

    #[test]
    fn counters_become_the_lines_of_a_bill() {
        // Three million requests, 120 ms each, at 1,536 MB: the example on the pricing page, without its free tier.
        let counters = Usage { requests: 3_000_000, compute_mb_ms: [3_000_000 * 120 * 1536, 0], ..Usage::default() };
        let mut usage = billing::Usage::new();
        counters.add_to(&mut usage, "hello");
        let invoice = price(&usage, &Catalog::embedded(), FreeTier::None);
        let lines: Vec<_> = invoice.lines.iter().map(|line| (line.item.as_str(), line.quantity.as_str())).collect();
        assert_eq!(lines, [("Requests", "3000000"), ("Duration x86", "540000")]);
        assert_eq!(invoice.total.exact(), "9.600018");
    }

    /// 100 environments of 1,536 MB for eight hours, 500,000 requests of 100 ms in them and 2.5 million of 120 ms beside them, as
    /// on the pricing page, without its free tier.
    #[test]
    fn provisioned_concurrency_has_two_prices() {
        let counters = Usage {
            requests: 3_000_000,
            compute_mb_ms: [2_500_000 * 120 * 1536, 0],
            provisioned_mb_ms: [100 * 28_800_000 * 1536, 0],
            provisioned_used_mb_ms: [500_000 * 100 * 1536, 0],
            ..Usage::default()
        };
        let mut usage = billing::Usage::new();
        counters.add_to(&mut usage, "hello");
        let invoice = price(&usage, &Catalog::embedded(), FreeTier::None);
        let lines: Vec<_> = invoice.lines.iter().map(|line| (line.item.as_str(), line.quantity.as_str())).collect();
        let expected = [
            ("Requests", "3000000"),
            ("Duration x86", "450000"),
            ("Provisioned concurrency x86", "4320000"),
            ("Provisioned duration x86", "75000"),
        ];
        assert_eq!(lines, expected);
    }
}
