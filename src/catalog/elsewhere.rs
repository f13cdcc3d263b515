//! How other providers meter functions, typed and complete, so that no lookup can fail while a bill is compared.

use std::collections::BTreeMap;

use super::Value;
use super::expr::{Exact, exact};

/// Steps, least times and sizes of Google's and Azure's functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElsewhereFacts {
    /// Google, 2nd generation: time is rounded up to this.
    pub gcp_step_ms: Exact,
    /// Google, 2nd generation: the processors that come with a memory size in MB, smallest first.
    pub gcp_vcpu: Vec<(Exact, Exact)>,
    /// Google, 1st generation: time is rounded up to this.
    pub gcp_1st_step_ms: Exact,
    /// Google, 1st generation: the MHz that come with a memory size in MB, smallest first.
    pub gcp_1st_mhz: Vec<(Exact, Exact)>,
    /// Azure, Consumption: time is rounded up to this.
    pub azure_step_ms: Exact,
    /// Azure, Consumption: no execution is shorter.
    pub azure_minimum_ms: Exact,
    /// Azure, Consumption: observed memory is rounded up to this.
    pub azure_memory_step_mb: Exact,
    /// Azure, Consumption: nobody gets more memory, or pays for more.
    pub azure_memory_max_mb: Exact,
    /// Azure, Flex: time is rounded up to this.
    pub flex_step_ms: Exact,
    /// Azure, Flex: no execution is shorter.
    pub flex_minimum_ms: Exact,
    /// Azure, Flex: sizes of an instance in MB, the usual one first.
    pub flex_instances_mb: [Exact; 2],
}

/// Memory sizes of the 2nd generation, and the names of what comes with them.
const GCP_SIZES: [(i128, &str); 9] = [
    (128, "gcp.vcpu_128_mb"),
    (256, "gcp.vcpu_256_mb"),
    (512, "gcp.vcpu_512_mb"),
    (1024, "gcp.vcpu_1024_mb"),
    (2048, "gcp.vcpu_2048_mb"),
    (4096, "gcp.vcpu_4096_mb"),
    (8192, "gcp.vcpu_8192_mb"),
    (16384, "gcp.vcpu_16384_mb"),
    (32768, "gcp.vcpu_32768_mb"),
];

/// Memory sizes of the 1st generation, and the names of what comes with them.
const GCP_1ST_SIZES: [(i128, &str); 7] = [
    (128, "gcp_1st.mhz_128_mb"),
    (256, "gcp_1st.mhz_256_mb"),
    (512, "gcp_1st.mhz_512_mb"),
    (1024, "gcp_1st.mhz_1024_mb"),
    (2048, "gcp_1st.mhz_2048_mb"),
    (4096, "gcp_1st.mhz_4096_mb"),
    (8192, "gcp_1st.mhz_8192_mb"),
];

impl ElsewhereFacts {
    /// Collects the facts by name; the error lists the names that are missing or are nothing.
    pub(super) fn from_values(values: &BTreeMap<String, Value>) -> Result<Self, Vec<&'static str>> {
        let mut missing = Vec::new();
        let mut number = |name: &'static str| {
            let found = values.get(name).and_then(|value| exact(&value.decimal)).filter(|number| *number > Exact::ZERO);
            found.unwrap_or_else(|| {
                missing.push(name);
                Exact::ONE
            })
        };
        let mut sizes = |names: &[(i128, &'static str)]| -> Vec<(Exact, Exact)> {
            names.iter().map(|(mb, name)| (Exact::from_integer(*mb), number(name))).collect()
        };
        let (gcp_vcpu, gcp_1st_mhz) = (sizes(&GCP_SIZES), sizes(&GCP_1ST_SIZES));
        let facts = Self {
            gcp_step_ms: number("gcp.step_ms"),
            gcp_vcpu,
            gcp_1st_step_ms: number("gcp_1st.step_ms"),
            gcp_1st_mhz,
            azure_step_ms: number("azure.step_ms"),
            azure_minimum_ms: number("azure.minimum_ms"),
            azure_memory_step_mb: number("azure.memory_step_mb"),
            azure_memory_max_mb: number("azure.memory_max_mb"),
            flex_step_ms: number("azure_flex.step_ms"),
            flex_minimum_ms: number("azure_flex.minimum_ms"),
            flex_instances_mb: [number("azure_flex.instance_mb"), number("azure_flex.large_instance_mb")],
        };
        if missing.is_empty() { Ok(facts) } else { Err(missing) }
    }
}
