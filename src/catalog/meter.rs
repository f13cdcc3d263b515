//! What providers count. Each row is one thing that can stand on a bill; usage is kept in its finest unit, as an integer.

use serde::{Serialize, Serializer};

/// A row of the list below: one thing that is counted and charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeterRow {
    /// The meter itself.
    pub meter: Meter,
    /// Its name in the price list and in usage files: `lambda.requests`.
    pub id: &'static str,
    /// The service whose line it is: `lambda`.
    pub service: &'static str,
    /// What the line of the bill is called: `Requests`.
    pub item: &'static str,
    /// The unit people and prices use: `GB-s`.
    pub unit: &'static str,
    /// The unit usage is counted in, fine enough that nothing is ever rounded: `MB-ms`.
    pub counted_in: &'static str,
    /// How many counted units make one `unit`.
    pub counts_per_unit: u64,
    /// The meter this one is a part of. A part informs ("of it INIT") and is never charged a second time.
    pub part_of: Option<Meter>,
}

/// 1,024 MB for 1,000 ms.
const MB_MS_PER_GB_SECOND: u64 = 1_024_000;
/// 1,024 MB.
const MB_PER_GB: u64 = 1_024;
/// An hour in microseconds.
const MICROS_PER_HOUR: u64 = 3_600_000_000;
/// 1,024 MB (or 1,024 CPU units) for an hour of milliseconds.
const MB_MS_PER_GB_HOUR: u64 = 3_686_400_000;
/// A vCPU for a second, in nanoseconds of it.
const PER_VCPU_SECOND: u64 = 1_000_000_000;
/// Storage is written down in gigabytes kept for a month, with as many decimals as anybody writes.
const PER_GB_MONTH: u64 = 1_000_000_000_000;
/// A gigahertz for a second.
const MHZ_MS_PER_GHZ_SECOND: u64 = 1_000_000;
/// A gigabyte as bills count it.
const BYTES_PER_GB: u64 = 1_073_741_824;

macro_rules! meters {
    ($($meter:ident: $id:literal, $service:literal, $item:literal, $unit:literal = $counts:expr, $counted_in:literal $(, part of $whole:ident)?;)*) => {
        /// One thing that is counted; everything known about it is in [`Meter::row`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Meter { $(#[doc = concat!($item, ", ", $service, ": `", $id, "`.")] $meter),* }

        /// Every meter, in the order in which lines stand on a bill.
        const ROWS: &[MeterRow] = &[$(MeterRow {
            meter: Meter::$meter,
            id: $id,
            service: $service,
            item: $item,
            unit: $unit,
            counted_in: $counted_in,
            counts_per_unit: $counts,
            part_of: meters!(@whole $($whole)?),
        }),*];
    };
    (@whole) => { None };
    (@whole $whole:ident) => { Some(Meter::$whole) };
}

// A new meter is one row here and one price row in `assets/catalog`; loading the catalog holds the two together.
meters! {
    LambdaRequests: "lambda.requests", "lambda", "Requests", "requests" = 1, "requests";
    LambdaRequestsProvisioned: "lambda.provisioned.requests", "lambda", "of them provisioned", "requests" = 1, "requests", part of LambdaRequests;
    LambdaX86: "lambda.x86_64.gb_second", "lambda", "Duration x86", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    LambdaX86Init: "lambda.x86_64.init_gb_second", "lambda", "of it INIT", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms", part of LambdaX86;
    LambdaArm: "lambda.arm64.gb_second", "lambda", "Duration arm", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    LambdaArmInit: "lambda.arm64.init_gb_second", "lambda", "of it INIT", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms", part of LambdaArm;
    LambdaEphemeral: "lambda.ephemeral_gb_second", "lambda", "Ephemeral storage", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    LambdaProvisionedX86: "lambda.provisioned.x86_64.gb_second", "lambda", "Provisioned concurrency x86", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    LambdaProvisionedX86Used: "lambda.provisioned.x86_64.used_gb_second", "lambda", "Provisioned duration x86", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    LambdaProvisionedArm: "lambda.provisioned.arm64.gb_second", "lambda", "Provisioned concurrency arm", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    LambdaProvisionedArmUsed: "lambda.provisioned.arm64.used_gb_second", "lambda", "Provisioned duration arm", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    LambdaSnapStartCache: "lambda.snapstart.cache_gb_second", "lambda", "SnapStart cache", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    LambdaSnapStartRestore: "lambda.snapstart.restore_gb", "lambda", "SnapStart restores", "GB" = MB_PER_GB, "MB";
    LambdaStreamed: "lambda.streamed_gb", "lambda", "Streamed responses", "GB" = BYTES_PER_GB, "bytes";
    LambdaSqsPollers: "lambda.poller.sqs_hour", "lambda", "Event pollers SQS", "unit-hours" = MICROS_PER_HOUR, "unit-us";
    LambdaKafkaPollers: "lambda.poller.kafka_hour", "lambda", "Event pollers Kafka", "unit-hours" = MICROS_PER_HOUR, "unit-us";
    LambdaTenantX86: "lambda.tenant.x86_64.gb", "lambda", "Tenant environments x86", "GB" = MB_PER_GB, "MB";
    LambdaTenantArm: "lambda.tenant.arm64.gb", "lambda", "Tenant environments arm", "GB" = MB_PER_GB, "MB";
    LambdaManagedRequests: "lambda.managed.requests", "lambda", "Requests, Managed Instances", "requests" = 1, "requests";
    LambdaManagedM7gLarge: "lambda.managed.m7g.large_hour", "lambda", "Management fee m7g.large", "hours" = MICROS_PER_HOUR, "us";
    LambdaManagedM7gXlarge: "lambda.managed.m7g.xlarge_hour", "lambda", "Management fee m7g.xlarge", "hours" = MICROS_PER_HOUR, "us";
    DurableOperations: "lambda_durable.operations", "lambda_durable", "Durable operations", "operations" = 1, "operations";
    DurableWritten: "lambda_durable.written_gb", "lambda_durable", "Durable data written", "GB" = BYTES_PER_GB, "bytes";
    DurableRetained: "lambda_durable.retained_gb_month", "lambda_durable", "Durable data kept", "GB-months" = PER_GB_MONTH, "GB-month/10^12";
    MicroVmCpu: "lambda_microvm.vcpu_second", "lambda_microvm", "MicroVM vCPU", "vCPU-s" = PER_VCPU_SECOND, "vCPU-ns";
    MicroVmMemory: "lambda_microvm.gb_second", "lambda_microvm", "MicroVM memory", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    MicroVmWritten: "lambda_microvm.snapshot_written_gb", "lambda_microvm", "MicroVM snapshots written", "GB" = BYTES_PER_GB, "bytes";
    MicroVmRead: "lambda_microvm.snapshot_read_gb", "lambda_microvm", "MicroVM snapshots read", "GB" = BYTES_PER_GB, "bytes";
    MicroVmStored: "lambda_microvm.stored_gb_month", "lambda_microvm", "MicroVM storage", "GB-months" = PER_GB_MONTH, "GB-month/10^12";
    EdgeRequests: "lambda_edge.requests", "lambda_edge", "Requests", "requests" = 1, "requests";
    EdgeDuration: "lambda_edge.gb_second", "lambda_edge", "Duration", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    Ec2T3Micro: "ec2.t3.micro_hour", "ec2", "t3.micro", "hours" = MICROS_PER_HOUR, "us";
    Ec2T3Small: "ec2.t3.small_hour", "ec2", "t3.small", "hours" = MICROS_PER_HOUR, "us";
    Ec2T3Medium: "ec2.t3.medium_hour", "ec2", "t3.medium", "hours" = MICROS_PER_HOUR, "us";
    Ec2T4gSmall: "ec2.t4g.small_hour", "ec2", "t4g.small", "hours" = MICROS_PER_HOUR, "us";
    Ec2C7gLarge: "ec2.c7g.large_hour", "ec2", "c7g.large", "hours" = MICROS_PER_HOUR, "us";
    Ec2M7gMedium: "ec2.m7g.medium_hour", "ec2", "m7g.medium", "hours" = MICROS_PER_HOUR, "us";
    Ec2M7gLarge: "ec2.m7g.large_hour", "ec2", "m7g.large", "hours" = MICROS_PER_HOUR, "us";
    Ec2M7gXlarge: "ec2.m7g.xlarge_hour", "ec2", "m7g.xlarge", "hours" = MICROS_PER_HOUR, "us";
    FargateX86Cpu: "fargate.x86_64.vcpu_hour", "fargate", "vCPU x86", "vCPU-hours" = MB_MS_PER_GB_HOUR, "CPU-unit-ms";
    FargateX86Memory: "fargate.x86_64.gb_hour", "fargate", "Memory x86", "GB-hours" = MB_MS_PER_GB_HOUR, "MB-ms";
    FargateArmCpu: "fargate.arm64.vcpu_hour", "fargate", "vCPU arm", "vCPU-hours" = MB_MS_PER_GB_HOUR, "CPU-unit-ms";
    FargateArmMemory: "fargate.arm64.gb_hour", "fargate", "Memory arm", "GB-hours" = MB_MS_PER_GB_HOUR, "MB-ms";
    AlbHours: "alb.hour", "alb", "Load balancer", "hours" = MICROS_PER_HOUR, "us";
    AlbCapacity: "alb.lcu_hour", "alb", "Load balancer capacity", "LCU-hours" = MICROS_PER_HOUR, "LCU-us";
    NatHours: "nat.hour", "nat", "NAT gateway", "hours" = MICROS_PER_HOUR, "us";
    NatTraffic: "nat.gb", "nat", "NAT gateway traffic", "GB" = BYTES_PER_GB, "bytes";
    Ipv4Hours: "ipv4.hour", "ipv4", "Public IPv4 address", "hours" = MICROS_PER_HOUR, "us";
    GcpRequests: "gcp.requests", "gcp", "Requests", "requests" = 1, "requests";
    GcpCpu: "gcp.vcpu_second", "gcp", "vCPU", "vCPU-s" = PER_VCPU_SECOND, "vCPU-ns";
    GcpMemory: "gcp.gib_second", "gcp", "Memory", "GiB-s" = MB_MS_PER_GB_SECOND, "MiB-ms";
    Gcp1stInvocations: "gcp_1st.invocations", "gcp_1st", "Invocations", "invocations" = 1, "invocations";
    Gcp1stCpu: "gcp_1st.ghz_second", "gcp_1st", "CPU", "GHz-s" = MHZ_MS_PER_GHZ_SECOND, "MHz-ms";
    Gcp1stMemory: "gcp_1st.gb_second", "gcp_1st", "Memory", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    AzureExecutions: "azure.executions", "azure", "Executions", "executions" = 1, "executions";
    AzureMemory: "azure.gb_second", "azure", "Execution time", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    FlexExecutions: "azure_flex.executions", "azure_flex", "Executions", "executions" = 1, "executions";
    FlexMemory: "azure_flex.gb_second", "azure_flex", "On demand", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    FlexReady: "azure_flex.ready_gb_second", "azure_flex", "Always ready, baseline", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    FlexReadyUsed: "azure_flex.ready_used_gb_second", "azure_flex", "Always ready, busy", "GB-s" = MB_MS_PER_GB_SECOND, "MB-ms";
    FlexReadyExecutions: "azure_flex.ready_executions", "azure_flex", "Executions, always ready", "executions" = 1, "executions";
    InternetOut: "internet.out_gb", "internet", "Data to the internet", "GB" = BYTES_PER_GB, "bytes";
}

impl Meter {
    /// How many meters there are.
    pub const COUNT: usize = ROWS.len();

    /// Every meter, in the order in which lines stand on a bill.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.meter)
    }

    /// All there is to know about it except its price.
    pub fn row(self) -> &'static MeterRow {
        &ROWS[self.index()]
    }

    /// Its name in the price list: `lambda.requests`.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// Its place in the list, for tables indexed by meter.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The meter of that name.
    pub fn by_id(id: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.id == id).map(|row| row.meter)
    }

    /// The meter of that service whose line has that name: `ec2`, `t3.medium`.
    pub fn by_item(service: &str, item: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.service == service && row.item == item).map(|row| row.meter)
    }

    /// The hours of an always-on instance of that type: `t3.medium`.
    pub fn instance(name: &str) -> Option<Self> {
        Self::by_item("ec2", name)
    }

    /// Every instance type there is a price for.
    pub fn instances() -> impl Iterator<Item = &'static str> {
        ROWS.iter().filter(|row| row.service == "ec2").map(|row| row.item)
    }

    /// The meter whose price applies: its own, or that of the whole it is a part of.
    #[must_use]
    pub fn priced_as(self) -> Self {
        self.row().part_of.unwrap_or(self)
    }

    /// Whether it only explains a share of another line.
    pub fn is_information(self) -> bool {
        self.row().part_of.is_some()
    }
}

/// A meter is written as its id.
impl Serialize for Meter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_meter_has_a_name_of_its_own_and_finds_itself() {
        let ids: BTreeSet<&str> = Meter::all().map(Meter::id).collect();
        assert_eq!(ids.len(), Meter::COUNT);
        for meter in Meter::all() {
            assert_eq!(Meter::by_id(meter.id()), Some(meter));
            assert_eq!(meter.row().meter, meter);
        }
    }

    #[test]
    fn a_part_is_counted_like_its_whole_and_follows_it_on_the_bill() {
        for meter in Meter::all().filter(|meter| meter.is_information()) {
            let whole = meter.priced_as();
            assert_eq!(meter.row().counts_per_unit, whole.row().counts_per_unit);
            assert!(meter > whole && !whole.is_information());
        }
    }
}
