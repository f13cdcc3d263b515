use super::*;
use crate::cloud::Dist;
use crate::problem::Source;
use crate::units::{Megabytes, Ratio};

const HELLO: &str = "[functions.hello]\n";

fn lab(text: &str) -> LabSpec {
    let (spec, problems) = LabSpec::parse(text);
    spec.unwrap_or_else(|| panic!("{text}\n{}", told(text, &problems).join("\n")))
}

fn told(text: &str, problems: &[Problem]) -> Vec<String> {
    let source = Source::new("lab", text);
    problems
        .iter()
        .map(|problem| {
            let help = problem.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
            format!("{}{help}", source.headline(problem))
        })
        .collect()
}

#[test]
fn the_model_lesson_is_read_as_it_stands() {
    let spec = lab(r#"
        title = "Twenty at once"
        watch = ["fleet", "latency", "bill"]
        [functions.heavy-init]
        memory_mb = 512
        lazy_load = false
        idle_expiry_s = 360
        [load]
        shape = "steady"
        rps = 1
        [time]
        duration = "20m"
        speed = 20
        [[actions]]
        key = "b"
        label = "Burst of 20"
        run = "load 20 burst"
        [[controls]]
        target = "functions.heavy-init.memory_mb"
        values = [128, 256, 512, 1024, 1769]
        [[controls]]
        target = "functions.heavy-init.lazy_load"
    "#);
    let function = &spec.functions[0];
    assert_eq!((function.name.as_str(), function.config.memory), ("heavy-init", Megabytes(512)));
    assert_eq!(function.config.idle_expiry, Some((Span::from_secs(360), Span::from_secs(360))));
    let model = function.config.handler.model();
    assert_eq!(model.init, Dist::Constant(Span::from_millis(2800)));
    assert_eq!((spec.duration, spec.speed), (Some(Span::from_secs(1200)), 20.0));
    assert_eq!(spec.load.words(), "steady");
    assert_eq!(spec.actions[0].run, [Verb::parse("load 20 burst").unwrap()]);
    assert_eq!(spec.controls[0].values, ["128", "256", "512", "1024", "1769"]);
    assert_eq!(
        (spec.controls[1].label.as_str(), spec.controls[1].values.as_slice()),
        ("lazy load", &["false".to_owned(), "true".to_owned()][..])
    );
}

#[test]
fn quantities_are_written_as_people_write_them() {
    let spec = lab(r#"
        [functions.f]
        memory = "1GB"
        timeout = "1m"
        idle_expiry = ["5m", 420]
        runtime = "modelled"
        [functions.f.model]
        init = 120
        cpu = "2ms"
        wait = { dist = "lognormal", p50 = 20, p95 = "80ms" }
        error_rate = "2%"
    "#);
    let config = &spec.functions[0].config;
    assert_eq!((config.memory, config.timeout), (Megabytes(1024), Span::from_secs(60)));
    assert_eq!(config.idle_expiry, Some((Span::from_secs(300), Span::from_secs(420))));
    let model = config.handler.model();
    assert_eq!(model.init, Dist::Constant(Span::from_millis(120)));
    assert_eq!(model.wait, Dist::Lognormal { p50: Span::from_millis(20), p95: Span::from_millis(80) });
    assert_eq!(model.error_rate, Ratio(20_000_000));
}

#[test]
fn a_mistake_has_a_place_and_a_way_out() {
    for (text, expected) in [
        ("[functions.hello]\nmemroy_mb = 512", "lab:2:1: error: unknown key `memroy_mb` (did you mean `memory_mb`?)"),
        (
            "[functions.hello]\nmemory_mb = 64",
            "lab:2:13: error: `memory_mb` cannot be 64 (AWS Lambda allows 128 MB to 10,240 MB in steps of 1 MB)",
        ),
        ("[functions.hello]\nmemory_mb = \"1TB\"", "lab:2:13: error: `TB` is not a unit of memory; use MB or GB"),
        (
            "[functions.hello]\nmemory_mb = [1]",
            "lab:2:13: error: `memory_mb` must be memory such as 512 or \"1GB\", not a list",
        ),
        (
            "[functions.hello]\ntimeout_s = \"20m\"",
            "lab:2:13: error: `timeout_s` cannot be 20m (AWS Lambda stops a function after 1 s to 900 s (15 minutes), in steps of 1 s)",
        ),
        (
            "[functions.hello]\nruntime = \"nodejs22\"",
            "lab:2:11: error: unknown runtime `nodejs22` (did you mean `nodejs22.x`?)",
        ),
        (
            "[functions.hello]\nlazy_load = true",
            "lab:2:13: error: `hello` has nothing to load lazily (its model needs `lazy_init`: what is left of `init` then)",
        ),
        (
            "[functions.hello]\nmemory_mb = 512\nmemory = 512",
            "lab:3:1: error: `memory` and `memory_mb` are the same setting",
        ),
        (
            "[functions.hallo]\n",
            "lab:1:1: error: `hallo` is no sample function and has no model (did you mean `hello`? Otherwise write [functions.hallo.model])",
        ),
        (
            "[functions.\"he llo\"]\n",
            "lab:1:12: error: `he llo` cannot be the name of a function (AWS Lambda allows 1 to 64 letters, digits, hyphens and underscores)",
        ),
        (
            "[functions.hello.model]\nwait = { dist = \"normal\" }",
            "lab:2:17: error: unknown distribution `normal` (did you mean `lognormal`?)",
        ),
        (
            "[functions.hello.model]\nwait = { p50 = 3 }",
            "lab:2:8: error: `dist` is missing (known: constant, lognormal, exponential, uniform, quantiles; did you mean `p50`?)",
        ),
        (
            "[functions.hello.model]\nwait = { dist = \"exponential\", man = 3 }",
            "lab:2:32: error: unknown key of exponential `man` (did you mean `mean`?)",
        ),
        ("[functions.hello.model]\nerror_rate = \"120%\"", "lab:2:14: error: `120%` is more than 100%"),
        (
            "[functions.hello]\nreserved_concurrency = 950",
            "lab:2:24: error: 950 reserved of the account's 1000 leaves too little for the others (AWS Lambda keeps 100 unreserved: at most 900 can be reserved here)",
        ),
        (
            "[functions.hello]\n[load]\nshape = \"stedy\"\nrps = 1",
            "lab:3:9: error: unknown load shape `stedy` (did you mean `steady`?)",
        ),
        (
            "[functions.hello]\n[load]\nshape = \"ramp+day\"\nrps = 1",
            "lab:3:9: error: `ramp` and `day` cannot be joined (a load follows one curve)",
        ),
        (
            "[functions.hello]\n[load]\nshape = \"burst\"",
            "lab:3:9: error: the burst has no size (give `burst = 20`, and `every = \"10m\"` to repeat it)",
        ),
        (
            "[functions.hello]\n[load]\ntargets = [\"helo\"]",
            "lab:3:12: error: unknown function `helo` (did you mean `hello`?)",
        ),
        ("[functions.hello]\n[load]\nrsp = 1", "lab:3:1: error: unknown key `rsp` (did you mean `rps`?)"),
        (
            "[functions.hello]\n[services.dynamodb]",
            "lab:2:11: error: unknown service `dynamodb` (this version simulates AWS Lambda, under [functions]; other services follow)",
        ),
        ("[function.hello]\n", "lab:1:2: error: unknown key `function` (did you mean `functions`?)"),
        ("title = \"x\"\n", "lab:1:1: error: the lab has nothing to run (give it a function: [functions.hello])"),
        ("watch = [\"flet\"]\n[functions.hello]", "lab:1:10: error: unknown pane `flet` (did you mean `fleet`?)"),
        ("goals = [\"p99 < 900\"]\n[functions.hello]", "lab:1:11: error: unknown metric `p99`"),
        (
            "goals = [\"errors{fn=helo} == 0\"]\n[functions.hello]",
            "lab:1:21: error: unknown function `helo` (did you mean `hello`?)",
        ),
        (
            "[functions.hello]\n[[controls]]\ntarget = \"hello.memroy_mb\"\nvalues = [1]",
            "lab:3:10: error: unknown setting `hello.memroy_mb` (did you mean `hello.memory_mb`?)",
        ),
        (
            "[functions.hello]\n[[controls]]\ntarget = \"hello.memory_mb\"\nvalues = [128, 64]",
            "lab:4:16: error: `memory_mb` cannot be 64, in `functions.hello.memory_mb = 64` (AWS Lambda allows 128 MB to 10,240 MB in steps of 1 MB)",
        ),
        (
            "[functions.hello]\n[[controls]]\ntarget = \"hello.memory_mb\"",
            "lab:2:1: error: the control has no values (give `values = [ … ]`, or `min`, `max` and `step`)",
        ),
        (
            "[functions.hello]\n[[actions]]\nkey = \"b\"\nrun = \"load 20 brust\"",
            "lab:4:16: error: unknown load shape `brust` (did you mean `burst`?)",
        ),
        (
            "[functions.hello]\n[[actions]]\nkey = \"b\"\nrun = \"reset; invoke helo\"",
            "lab:4:15: error: unknown function `helo` (did you mean `hello`?)",
        ),
        (
            "[functions.hello]\n[[actions]]\nkey = \"bb\"\nrun = \"reset\"",
            "lab:3:7: error: `bb` is not one key (write one character, such as \"b\")",
        ),
        (
            "[functions.hello]\n[[actions]]\nkey = \"n\"\nrun = \"reset\"",
            "lab:3:7: error: the key `n` is the program's own (choose another one: a learner could not go on or leave without it)",
        ),
        ("[functions.hello]\n[[actions]]\nrun = \"reset\"", "lab:2:1: error: `key` is missing (key: one character)"),
        (
            "[functions.hello]\n[[faults]]\nat = \"5m\"\nrun = \"ff 3m\"",
            "lab:4:7: error: `ff 3m` is for the screen and cannot happen by itself (here: invoke, load, set, deploy, publish, alias or fault)",
        ),
        (
            "[functions.hello]\n[servers.box]\ninstance = \"t3.medum\"",
            "lab:3:12: error: unknown instance type `t3.medum` (did you mean `t3.medium`?)",
        ),
        (
            "[account]\nprice_date = \"1999-01-01\"\n[functions.hello]",
            "lab:2:14: error: there is no price list of 1999-01-01",
        ),
        (
            "[functions.hello]\n[load]\nrps = 1e-13",
            "lab:3:7: error: `rps` is so small that no request would ever come (write 0 for no load",
        ),
        ("[functions.hello]\n[load]\nperiod = 5\nrps = 1", "lab:4:1: error: `rps` and `period` say the same twice"),
        (
            "[functions.hello]\npackage_mb = 251",
            "lab:2:14: error: a zip package cannot be 251 MB (AWS Lambda takes archives up to 250 MB unpacked; \
             `package = \"image\"` takes up to 10,240 MB)",
        ),
        (
            "[functions.hello]\nmemory_mb = 128.5",
            "lab:2:13: error: `memory_mb` must be a whole number of MB, not 128.5 (AWS Lambda allows 128 MB to 10,240 MB \
             in steps of 1 MB)",
        ),
        (
            "[functions.hello]\ntimeout = \"2500ms\"",
            "lab:2:11: error: `timeout_s` must be a whole number of seconds, not 2500ms (AWS Lambda stops",
        ),
        ("[functions]\nhello = 3", "lab:2:9: error: `hello` must be a table, not a number"),
        ("seed = -1\n[functions.hello]", "lab:1:8: error: `-1` must not be negative"),
    ] {
        let (spec, problems) = LabSpec::parse(text);
        let found = told(text, &problems);
        assert!(
            found.iter().any(|line| line.starts_with(expected)),
            "{text}\nexpected {expected}\nfound    {}",
            found.join("\n         ")
        );
        assert!(spec.is_none(), "{text}");
    }
}

#[test]
fn all_mistakes_are_told_and_not_only_the_first() {
    let text = "seed = 1.5\n[functions.hello]\nmemory_mb = 64\ntimout = 3\n[load]\nshape = \"x\"\nrps = \"fast\"\n";
    let (_, problems) = LabSpec::parse(text);
    assert_eq!(problems.len(), 5, "{:#?}", told(text, &problems));
}

#[test]
fn a_setting_is_found_under_its_short_name_and_read_back() {
    let mut spec = lab("[functions.orders-api]\nmemory = 512\n[load]\nrps = 5\n");
    for (target, canonical, before, value, after) in [
        ("orders-api.memory", "functions.orders-api.memory_mb", "512", "1GB", "1GB"),
        ("memory_mb", "functions.orders-api.memory_mb", "1GB", "1769", "1769"),
        ("orders-api.wait", "functions.orders-api.model.wait", "24ms", "700ms", "700ms"),
        ("functions.orders-api.timeout", "functions.orders-api.timeout_s", "3", "10", "10"),
        ("load.rps", "load.rps", "5", "200", "200"),
        ("account.concurrency", "account.concurrency", "1000", "100", "100"),
    ] {
        assert_eq!(spec.canonical(target).unwrap(), canonical);
        assert_eq!(spec.get(target).as_deref(), Some(before), "{target}");
        spec.set(target, value).unwrap_or_else(|problem| panic!("{target}: {}", problem.message));
        assert_eq!(spec.get(target).as_deref(), Some(after), "{target}");
    }
    let model = spec.functions[0].config.handler.model();
    assert_eq!(model.wait, Dist::Constant(Span::from_millis(700)));
    assert_eq!(model.cpu, Dist::Constant(Span::from_millis(8)), "the rest is still the sample's");
}

#[test]
fn a_setting_that_does_not_fit_changes_nothing() {
    let mut spec = lab(HELLO);
    let before = spec.clone();
    for (target, value, message) in [
        ("hello.memory_mb", "64", "`memory_mb` cannot be 64, in `hello.memory_mb = 64`"),
        ("hello.colour", "red", "unknown setting `hello.colour`"),
        ("helo.memory_mb", "512", "unknown setting `helo.memory_mb`"),
        (
            "hello.reserved_concurrency",
            "950",
            "950 reserved of the account's 1000 leaves too little for the others, in `hello.reserved_concurrency = 950`",
        ),
    ] {
        let problem = spec.set(target, value).unwrap_err();
        assert_eq!(problem.message, message);
    }
    assert_eq!(spec, before);
}

#[test]
fn a_rate_replaces_a_period_and_a_period_a_rate() {
    let mut spec = lab("[functions.hello]\n[load]\nperiod = \"601s\"\n");
    assert_eq!(spec.load.period, Some(Span::from_secs(601)));
    spec.set("load.rps", "1e-1").unwrap();
    assert_eq!((spec.load.period, spec.load.rps), (None, 0.1));
    spec.set("load.period", "4").unwrap();
    assert_eq!(spec.load.rps.to_bits(), 0.25_f64.to_bits());
    assert_eq!(spec.with_load(5.0, Shape::Steady).unwrap().load.period, None);
}

#[test]
fn a_model_without_a_memory_figure_uses_what_its_runtime_was_measured_to_use() {
    let memory_used = |keys: &str| {
        let spec = lab(&format!("[functions.mine]\n{keys}\n[functions.mine.model]\ncpu = 1\n"));
        let model = spec.functions[0].config.handler.model();
        model.memory_used
    };
    let catalog = LabSpec::catalog();
    let measured = catalog
        .init("nodejs22.x", crate::catalog::Package::Zip, crate::catalog::Architecture::Arm64)
        .map(|row| row.max_memory_used);
    assert_eq!(Some(memory_used("architecture = \"arm\"")), measured);
    assert_eq!(memory_used("runtime = \"modelled\""), Megabytes(32));
}

#[test]
fn a_setting_can_be_taken_back() {
    let mut spec = lab(HELLO);
    spec.set("hello.reserved_concurrency", "5").unwrap();
    assert_eq!(spec.functions[0].config.reserved_concurrency, Some(5));
    spec.set("hello.reserved_concurrency", "none").unwrap();
    assert_eq!(spec.functions[0].config.reserved_concurrency, None);
}

#[test]
fn several_settings_are_judged_together() {
    let spec = lab("[functions.hello]\n[load]\nshape = \"steady\"\nrps = 1\n");
    let spec = spec
        .with([("load.shape", "steady+burst"), ("load.rps", "10"), ("load.burst", "100"), ("load.every", "10m")])
        .unwrap();
    assert_eq!(spec.load.words(), "steady+burst");
    assert_eq!(spec.load.burst.unwrap().every, Some(Span::from_secs(600)));
}

#[test]
fn a_destination_is_a_function_or_a_modelled_queue() {
    let queue = "[[event_sources]]\nname = \"failed\"\nkind = \"queue\"\n";
    for (setting, message, help) in [
        ("on_success = \"helo\"", "unknown destination `helo`", "did you mean `hello`?"),
        (
            "on_failure = \"sqs:failed\"",
            "this version does not simulate Amazon SQS",
            "a destination can be another function or a modelled queue of this lab: hello, failed",
        ),
        (
            "dead_letter = \"hello\"",
            "`hello` is a function, and a dead letter queue is a queue",
            "give it one under [[event_sources]] with `name = \"failed\"` and `kind = \"queue\"`, or use `on_failure`, which can be a function",
        ),
    ] {
        let (_, problems) = LabSpec::parse(&format!("{HELLO}\n[functions.hello.async]\n{setting}\n{queue}"));
        let problem = problems.first().unwrap_or_else(|| panic!("{setting} is taken"));
        assert_eq!((problem.message.as_str(), problem.help.as_deref()), (message, Some(help)));
    }
    let spec = lab(&format!("{HELLO}\n[functions.hello.async]\ndead_letter = \"failed\"\n{queue}"));
    assert_eq!(spec.functions[0].config.asynchronous.dead_letter, Some(crate::cloud::Target::Queue(0)));
    assert_eq!(spec.event_sources[0].mapping, None);
}

#[test]
fn events_of_a_load_are_queued_retried_and_handed_on() {
    let text = "[functions.orders]\nruntime = \"modelled\"\n[functions.orders.model]\nwait = 20\nerror_rate = 1\n\
        [functions.orders.async]\nmaximum_retry_attempts = 1\non_failure = \"rescue\"\n\
        [functions.rescue]\nruntime = \"modelled\"\n[functions.rescue.model]\nwait = 5\n\
        [load]\nperiod = \"10s\"\ntargets = [\"orders\"]\ninvocation_type = \"Event\"\npayload_kb = 300\n[time]\nduration = \"95s\"\n";
    let (spec, problems) = LabSpec::parse(text);
    let spec = spec.unwrap_or_else(|| panic!("{problems:?}"));
    let mut run = crate::lab::Run::new(Arc::new(spec), 1, crate::lab::Detail::Full, LabSpec::catalog());
    run.advance_to(Moment::NEVER, &mut crate::sim::Budget::unlimited());
    let metrics = run.measure(&crate::lab::Window::All);
    let of = |function: &str, name: &str| metrics.value_of(function, name).unwrap_or_default();
    assert_eq!((of("orders", "async_events"), of("orders", "async_dropped")), (10.0, 4.0));
    assert_eq!((of("rescue", "async_events"), of("orders", "dead_letters"), of("orders", "lost")), (4.0, 4.0, 0.0));
    assert!((60.0..61.0).contains(&of("orders", "async_age_s")));
    assert_eq!(run.snapshot().functions[0].queued, 6);
    let invoice = run.snapshot().invoice;
    let requests = invoice.lines.iter().find(|line| line.item == "Requests").unwrap();
    assert_eq!(requests.quantity, (14 * 2 + 4 * 2).to_string(), "300 KB are two requests");
}

#[test]
fn a_queue_and_a_stream_bring_a_function_their_records() {
    let spec = lab("[functions.orders]\nruntime = \"modelled\"\n[functions.orders.model]\nwait = 20\n\
        [[event_sources]]\nkind = \"queue\"\nfunction = \"orders\"\nbacklog = 100\nmaximum_concurrency = 3\n\
        [[event_sources]]\nkind = \"stream\"\nfunction = \"orders\"\nrps = 10\nshards = 2\n[time]\nduration = \"60s\"\n");
    assert_eq!(spec.event_sources[0].name, "queue-1");
    let mut run = crate::lab::Run::new(Arc::new(spec), 1, crate::lab::Detail::Full, LabSpec::catalog());
    run.advance_to(Moment::NEVER, &mut crate::sim::Budget::unlimited());
    let metrics = run.measure(&crate::lab::Window::All);
    let records = metrics.value("records").unwrap();
    assert!(
        (680.0..=700.0).contains(&records),
        "100 of the queue, 600 of the stream but for the last second: {records}"
    );
    assert!(metrics.value("iterator_age_s").unwrap() < 1.1);
}

#[test]
fn keys_of_queues_and_streams_are_not_mixed_up() {
    let text = format!("{HELLO}[[event_sources]]\nkind = \"stream\"\nfunction = \"helo\"\n");
    let (_, problems) = LabSpec::parse(&text);
    assert_eq!(problems[0].message, "unknown function `helo`");
    let text = format!("{HELLO}[[event_sources]]\nkind = \"stream\"\nfunction = \"hello\"\nmax_receive_count = 3\n");
    let (_, problems) = LabSpec::parse(&text);
    assert_eq!(problems[0].message, "a stream has no `max_receive_count`");
    assert_eq!(problems[0].help.as_deref(), Some("it belongs to a queue"));
}

#[test]
fn a_function_can_be_code() {
    let spec = lab(r#"
        [functions.own]
        code = "functions/x.js"
        event = '{"a": 1}'
        environment = { STAGE = "test", N = 3 }
        [files]
        "functions/x.js" = "import './y.js';"
        "functions/y.js" = ""
        "#);
    let code = spec.functions[0].config.handler.code().expect("code");
    assert_eq!((code.package.handler(), code.entry.as_str()), ("functions/x.handler", "functions/x.js"));
    assert_eq!((code.event.as_ref(), code.variables.len()), (r#"{"a":1}"#, 2));
    let again = lab(&spec.to_toml());
    assert_eq!(again.functions, spec.functions, "a lab that is written down carries its code");
    let edited = spec.with_code("own", "export const handler = 1; // '''").unwrap();
    assert_ne!(edited.functions, spec.functions);
    assert_eq!(lab(&edited.to_toml()).functions, edited.functions);
    assert!(!edited.to_toml().contains("'''"), "a recording holds a lab between three of them");
}

#[test]
fn what_is_wrong_with_a_function_of_code_is_said_where_it_stands() {
    for (keys, message, help) in [
        ("code = 'y.js'", "there is no file `y.js`", "did you mean `x.js`?"),
        (
            "code = 'x.js'\nhandler = 'x'",
            "the handler `x` is not of the form `file.function`, as in `index.handler`",
            "",
        ),
        (
            "code = 'x.js'\nsample = 'hello'",
            "a function with `code` takes no `sample`: it takes what its code takes",
            "a model shows a file with `shows`",
        ),
        ("code = 'x.js'\nruntime = 'python3.13'", "`python3.13` does not run JavaScript", ""),
        ("code = 'x.js'\nevent = '{'", "the event is not JSON: EOF while parsing an object at line 1 column 1", ""),
        (
            "code = 'x.js'\nenvironment = { 1A = '' }",
            "`1A` cannot be the name of an environment variable",
            "AWS Lambda allows letters, digits and underscores, beginning with a letter",
        ),
    ] {
        let (_, problems) = LabSpec::parse(&format!("[functions.own]\n{keys}\n[files]\n'x.js' = ''\n"));
        let found = problems.iter().find(|problem| problem.message == message);
        let found = found.unwrap_or_else(|| panic!("{keys}: {problems:?}"));
        assert!(help.is_empty() || found.help.as_deref() == Some(help), "{found:?}");
    }
}

#[test]
fn each_default_fits_its_own_row() {
    for section in schema::SECTIONS {
        for key in section.keys.iter().filter(|key| !key.default.is_empty()) {
            let mut reader = Reader::new();
            let reading = Reading { section, table: None, place: (0, 0) };
            assert!(reader.value(&reading, key.name).is_some(), "{} {}", section.path, key.name);
        }
    }
}

#[test]
fn each_key_of_the_schema_is_read() {
    let catalog = LabSpec::catalog();
    // A key that nobody reads would be accepted and do nothing; each of these changes what comes out.
    let base = lab(
        "[functions.hello]\n[functions.heavy-init]\n[functions.own]\ncode = 'x.js'\n[files]\n'x.js' = '1'\n'y.js' = '2'\n[endpoints.partner]\nurl = 'https://p.example'\n[servers.box]\n[load]\nrps = 1\nshape = \"steady+burst\"\nburst = 3\n",
    );
    for (target, value) in [
        ("title", "t"),
        ("seed", "9"),
        ("watch", "[\"bill\"]"),
        ("time.duration", "5m"),
        ("time.speed", "7"),
        ("account.concurrency", "500"),
        ("account.price_date", catalog.collected()),
        ("hello.sample", "counter"),
        ("hello.shows", "x.js"),
        ("own.code", "y.js"),
        ("own.handler", "x.other"),
        ("own.event", "{\"a\": 1}"),
        ("hello.runtime", "modelled"),
        ("hello.architecture", "arm64"),
        ("hello.package", "image"),
        ("hello.package_mb", "9"),
        ("hello.memory_mb", "256"),
        ("hello.timeout_s", "9"),
        ("hello.ephemeral_storage_mb", "600"),
        ("hello.reserved_concurrency", "5"),
        ("hello.idle_expiry_s", "9"),
        ("hello.max_age_s", "9"),
        ("hello.routing", "newest"),
        ("hello.log_format", "json"),
        ("hello.system_log_level", "debug"),
        ("hello.tracing", "active"),
        ("heavy-init.lazy_load", "true"),
        ("hello.model.init", "9"),
        ("hello.model.cpu", "9"),
        ("hello.model.wait", "9"),
        ("hello.model.memory_used_mb", "9"),
        ("hello.model.error_rate", "0.5"),
        ("hello.model.failure", "exit"),
        ("hello.model.response_kb", "5"),
        ("hello.async.maximum_retry_attempts", "1"),
        ("hello.async.maximum_event_age_s", "90"),
        ("hello.async.on_success", "heavy-init"),
        ("hello.async.on_failure", "heavy-init"),
        ("load.invocation_type", "Event"),
        ("load.payload_kb", "5"),
        ("load.client.retries", "3"),
        ("load.client.back_off", "1s"),
        ("load.client.back_off_max", "1s"),
        ("load.client.jitter", "equal"),
        ("servers.box.instance", "t3.small"),
        ("servers.box.count", "2"),
        ("endpoints.partner.url", "https://q.example"),
        ("endpoints.partner.latency", "30ms"),
        ("endpoints.partner.status", "201"),
        ("endpoints.partner.body", "no"),
        ("endpoints.partner.error_rate", "2%"),
        ("endpoints.partner.error_status", "500"),
        ("load.shape", "poisson"),
        ("load.rps", "2"),
        ("load.burst", "2"),
        ("load.every", "5m"),
        ("load.first", "5m"),
        ("load.period", "5m"),
        ("load.targets", "[\"hello\"]"),
        ("load.mix", "{ hello = 3, heavy-init = 1 }"),
        ("load.ping_every_s", "300"),
    ] {
        let changed = base.with([(target, value)]).unwrap_or_else(|problem| panic!("{target}: {}", problem.message));
        let same_but_for_the_text = LabSpec { table: base.table.clone(), ..changed };
        assert_ne!(same_but_for_the_text, base, "{target} does nothing");
    }
}

#[test]
fn the_guide_lists_each_key() {
    let guide = schema::guide();
    let written = include_str!("../../../assets/lab-schema.md");
    assert!(
        written.ends_with(&guide),
        "assets/lab-schema.md is not what the schema says; its tables should be:\n{guide}"
    );
    for section in schema::SECTIONS {
        for key in section.keys {
            assert!(guide.contains(&format!("| `{}`", key.name)), "{} {}", section.path, key.name);
        }
    }
}

#[test]
fn limits_are_those_of_the_catalog() {
    let facts = LabSpec::facts();
    let limit = |path: &str, name: &str| match section(path).key(name).unwrap().kind {
        Kind::Megabytes(limit) | Kind::Seconds(limit) => (limit.least, limit.most),
        other => panic!("{other:?}"),
    };
    let megabytes = |(least, most): (Megabytes, Megabytes)| (f64::from(least.0), f64::from(most.0));
    assert_eq!(limit("functions.NAME", "memory_mb"), megabytes(facts.memory));
    assert_eq!(limit("functions.NAME", "ephemeral_storage_mb"), megabytes(facts.ephemeral_storage));
    assert_eq!(limit("functions.NAME", "timeout_s"), (1.0, facts.timeout_max.as_secs_f64()));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,300}") {
        LabSpec::parse(&text);
    }

    #[test]
    fn no_lab_like_text_makes_the_reader_panic(
        lines in proptest::collection::vec("(\\[\\[?[a-z.]{1,12}\\]\\]?|[a-z_]{1,10}|memory_mb|rps|shape|run|key|target|values|mix|wait|goals) ?= ?(-?[0-9]{1,9}(\\.[0-9])?|\"[ -~]{0,12}\"|\\[[0-9, \"a-z]{0,9}\\]|\\{ ?[a-z0-9]{1,4} = [0-9] ?\\})", 0..12)
    ) {
        let text = format!("[functions.hello]\n{}\n", lines.join("\n"));
        let (spec, problems) = LabSpec::parse(&text);
        proptest::prop_assert!(spec.is_some() || problems.iter().any(|problem| problem.severity == Severity::Error));
        for problem in problems {
            proptest::prop_assert!(problem.span.end <= text.len());
        }
    }

    #[test]
    fn no_setting_makes_the_reader_panic(target in "[ -~]{0,30}", value in "[ -~]{0,20}") {
        let mut spec = lab(HELLO);
        let _ = spec.set(&target, &value);
        let _ = spec.set("hello.memory_mb", &value);
        let _ = spec.set("load.shape", &value);
    }
}

#[test]
fn a_trace_is_the_counts_of_one_function_or_of_each_by_its_name() {
    let one = lab("[functions.hello]\n[load]\nshape = \"trace\"\ntrace = [3, 0, 7]\nstep = \"10s\"\nrepeat = true\n");
    let trace = one.load.trace.expect("there is a trace");
    assert_eq!((trace.step, trace.repeat), (Span::from_secs(10), true));
    assert_eq!(trace.counts, [(0, [3, 0, 7].as_slice().into())]);
    assert_eq!(one.load.rps.to_bits(), 0.0_f64.to_bits());
    let two = lab("[functions.hello]\n[functions.counter]\n[load]\ntrace = { counter = [1], hello = [2, 3] }\n");
    let trace = two.load.trace.expect("the shape goes without saying");
    assert_eq!((trace.step, trace.counts.len()), (Span::from_secs(60), 2));
    for (load, message) in [
        ("trace = [1]\n", "whose requests are these?"),
        ("trace = { c = [1] }\n", "unknown function `c`"),
        ("trace = { hello = [1, 2.5] }\n", "`2.5` is not a number of requests"),
        ("trace = { hello = [] }\n", "the trace is empty"),
        ("shape = \"trace\"\n", "the trace has no counts"),
    ] {
        let (_, problems) = LabSpec::parse(&format!("[functions.hello]\n[functions.counter]\n[load]\n{load}"));
        assert_eq!(problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>(), [message], "{load}");
    }
}

#[test]
fn what_needs_published_versions_is_checked_where_it_stands() {
    let ready = lab("
        [functions.f]
        sample = \"hello\"
        provisioned_concurrency = 2
        [[functions.f.provisioned_schedule]]
        at = \"1h\"
        target = 20
        [[functions.f.provisioned_schedule]]
        at = \"30m\"
        target = 5
    ");
    let versions = &ready.functions[0].config.versions;
    let schedule: Vec<(f64, u32)> =
        versions.provisioned_schedule.iter().map(|one| (one.at.as_secs_f64(), one.target)).collect();
    assert_eq!((versions.provisioned_concurrency, schedule), (2, vec![(1_800.0, 5), (3_600.0, 20)]));
    for (text, words) in [
        ("[functions.hello]\nsnap_start = true", "AWS Lambda has no SnapStart for `nodejs22.x`"),
        (
            "[functions.hello]\nruntime = \"java21\"\nsnap_start = true\nprovisioned_concurrency = 1",
            "together with provisioned concurrency",
        ),
        ("[functions.hello]\nprovisioned_concurrency = 950", "950 provisioned of the account's 1000 leaves too little"),
        (
            "[functions.hello]\nreserved_concurrency = 3\nprovisioned_concurrency = 4",
            "4 cannot be provisioned, because only 3 are reserved",
        ),
        ("[functions.hello]\ninvoke_mode = \"response_stream\"", "coldstart plays buffered answers only"),
    ] {
        let (spec, problems) = LabSpec::parse(text);
        assert!(spec.is_none() && problems.iter().any(|problem| problem.message.contains(words)), "{problems:#?}");
    }
}
