//! The functions the prelude is given: everything a process can do to the world, and it is not much.

use rquickjs::function::Opt;
use rquickjs::{Ctx, Function, Object, Result, TypedArray, Value};

use super::builtins;
use super::limits::TIMERS_MAX;
use super::package::ROOT;
use super::prelude;
use super::sdk;
use super::state::Shared;
use super::work::Work;
use crate::js::{Level, Outcome, Thrown};

/// Evaluates a piece of the prelude: the function that it is.
pub(super) fn evaluate<'js>(ctx: &Ctx<'js>, file: &str, source: &str) -> Result<Function<'js>> {
    let mut options = rquickjs::context::EvalOptions::default();
    options.filename = Some(file.to_owned());
    ctx.eval_with_options(source, options)
}

/// The object `host` of the prelude.
pub(super) fn object<'js>(ctx: &Ctx<'js>, shared: &Shared, settings: &str) -> Result<Object<'js>> {
    let host = Object::new(ctx.clone())?;
    host.set("settings", settings)?;
    host.set("handlerName", shared.get().package.handler())?;
    host.set("timersMax", TIMERS_MAX as f64)?;
    time_and_chance(ctx, &host, shared)?;
    endings(ctx, &host, shared)?;
    printing(ctx, &host, shared)?;
    calls(ctx, &host, shared)?;
    files(ctx, &host, shared)?;
    bytes(ctx, &host)?;
    modules(ctx, &host, shared)?;
    Ok(host)
}

fn time_and_chance<'js>(ctx: &Ctx<'js>, host: &Object<'js>, shared: &Shared) -> Result<()> {
    let own = shared.clone();
    host.set("now", Function::new(ctx.clone(), move || own.get().unix_ms())?)?;
    let own = shared.clone();
    host.set("random", Function::new(ctx.clone(), move || own.get().chance.uniform())?)?;
    let own = shared.clone();
    // Native work: at least as much of the clock as of the machine, or a loop over it would outlast its deadline unseen.
    let work = move |bytes: f64| {
        let mut state = own.get();
        // More than fits into memory is not done at all.
        let most = state.limits.memory_bytes;
        state.work(Work::Native((bytes as usize).min(most)));
        state.watch();
        state.stopped
    };
    host.set("work", Function::new(ctx.clone(), work)?)?;
    let own = shared.clone();
    let draw = move || {
        let chance = &mut own.get().chance;
        uuid(chance.bits(), chance.bits())
    };
    host.set("uuid", Function::new(ctx.clone(), draw)?)
}

fn endings<'js>(ctx: &Ctx<'js>, host: &Object<'js>, shared: &Shared) -> Result<()> {
    let own = shared.clone();
    host.set("ready", Function::new(ctx.clone(), move || own.get().finish(Outcome::Ready))?)?;
    let own = shared.clone();
    let answered = move |text: String| {
        let mut state = own.get();
        let (bytes, most) = (text.len(), state.limits.response_bytes);
        state.work(Work::Bytes(bytes));
        state.finish(if bytes > most { Outcome::Failed(too_large(bytes, most)) } else { Outcome::Returned(text) });
    };
    host.set("answered", Function::new(ctx.clone(), answered)?)?;
    let own = shared.clone();
    host.set(
        "failed",
        Function::new(ctx.clone(), move |text: String| own.get().finish(Outcome::Failed(thrown(&text))))?,
    )?;
    let own = shared.clone();
    host.set(
        "crashed",
        Function::new(ctx.clone(), move |text: String| own.get().finish(Outcome::Crashed(thrown(&text))))?,
    )?;
    let own = shared.clone();
    host.set("exit", Function::new(ctx.clone(), move |code: i32| own.get().finish(Outcome::Exited(code)))?)?;
    let own = shared.clone();
    host.set("outOfMemory", Function::new(ctx.clone(), move || own.get().finish(Outcome::OutOfMemory))?)
}

fn printing<'js>(ctx: &Ctx<'js>, host: &Object<'js>, shared: &Shared) -> Result<()> {
    let own = shared.clone();
    let print = move |level: String, text: String, json: Opt<Option<String>>| {
        own.get().print(Level::named(&level), text, json.0.flatten());
    };
    host.set("print", Function::new(ctx.clone(), print)?)?;
    let own = shared.clone();
    host.set("write", Function::new(ctx.clone(), move |text: String| own.get().print(None, text, None))?)?;
    let own = shared.clone();
    host.set("place", Function::new(ctx.clone(), move |line: String| place(&line, &own))?)
}

fn calls<'js>(ctx: &Ctx<'js>, host: &Object<'js>, shared: &Shared) -> Result<()> {
    host.set("callsMax", shared.get().limits.calls as f64)?;
    let own = shared.clone();
    let call = move |service: String, operation: String, input: String| own.get().call(service, operation, input);
    host.set("call", Function::new(ctx.clone(), call)?)?;
    let own = shared.clone();
    let open = move |name: String, parent: u32| own.get().open_span(name, parent);
    host.set("openSpan", Function::new(ctx.clone(), open)?)?;
    let own = shared.clone();
    let close = move |id: u32, notes: String| own.get().close_span(id, notes);
    host.set("closeSpan", Function::new(ctx.clone(), close)?)
}

fn files<'js>(ctx: &Ctx<'js>, host: &Object<'js>, shared: &Shared) -> Result<()> {
    let own = shared.clone();
    let read = move |ctx: Ctx<'js>, path: String| -> Result<Option<TypedArray<'js, u8>>> {
        let found = {
            let state = own.get();
            let packed = || state.package.source(path.strip_prefix(ROOT)?).map(|text| text.as_bytes().to_vec());
            state.tmp.read(&path).map(<[u8]>::to_vec).or_else(packed)
        };
        found.map(|bytes| TypedArray::new(ctx, bytes)).transpose()
    };
    host.set("read", Function::new(ctx.clone(), read)?)?;
    let own = shared.clone();
    let save = move |path: String, content: String| {
        let mut state = own.get();
        let limit = state.limits.tmp_bytes;
        state.tmp.write(&path, &bytes_of(&content), limit)
    };
    host.set("save", Function::new(ctx.clone(), save)?)?;
    let own = shared.clone();
    host.set("remove", Function::new(ctx.clone(), move |path: String| own.get().tmp.remove(&path))?)?;
    let own = shared.clone();
    let list = move || own.get().tmp.paths().map(str::to_owned).collect::<Vec<_>>();
    host.set("list", Function::new(ctx.clone(), list)?)
}

fn bytes<'js>(ctx: &Ctx<'js>, host: &Object<'js>) -> Result<()> {
    host.set(
        "encode",
        Function::new(ctx.clone(), |ctx: Ctx<'js>, text: String| TypedArray::new(ctx, text.into_bytes()))?,
    )?;
    let decode = |bytes: String| String::from_utf8_lossy(&bytes_of(&bytes)).into_owned();
    host.set("decode", Function::new(ctx.clone(), decode)?)?;
    let hash = |ctx: Ctx<'js>, name: String, data: String| -> Result<Option<TypedArray<'js, u8>>> {
        builtins::hash(&name, &bytes_of(&data)).map(|bytes| TypedArray::new(ctx, bytes)).transpose()
    };
    host.set("hash", Function::new(ctx.clone(), hash)?)?;
    let hmac = |ctx: Ctx<'js>, name: String, key: String, data: String| -> Result<Option<TypedArray<'js, u8>>> {
        let digest = builtins::hmac(&name, &bytes_of(&key), &bytes_of(&data));
        digest.map(|bytes| TypedArray::new(ctx, bytes)).transpose()
    };
    host.set("hmac", Function::new(ctx.clone(), hmac)?)
}

fn modules<'js>(ctx: &Ctx<'js>, host: &Object<'js>, shared: &Shared) -> Result<()> {
    let own = shared.clone();
    let resolve = move |base: String, name: String| {
        let relative = name.starts_with('.') || name.starts_with('/');
        own.get().package.resolve(&base, &name).filter(|_| relative)
    };
    host.set("resolve", Function::new(ctx.clone(), resolve)?)?;
    host.set("missing", Function::new(ctx.clone(), |name: String| prelude::missing(&name))?)?;
    let part = |ctx: Ctx<'js>, name: String| -> Result<Option<Function<'js>>> {
        prelude::part(&name).map(|(_, file, source)| evaluate(&ctx, file, source)).transpose()
    };
    host.set("part", Function::new(ctx.clone(), part)?)?;
    let module = |ctx: Ctx<'js>, name: String| -> Result<Option<Function<'js>>> {
        prelude::module(&name).map(|(_, file, source)| evaluate(&ctx, file, source)).transpose()
    };
    host.set("module", Function::new(ctx.clone(), module)?)?;
    host.set("isOurs", Function::new(ctx.clone(), |name: String| prelude::module(&name).is_some())?)?;
    let client = |package: String| sdk::client(&package).and_then(|client| serde_json::to_string(client).ok());
    host.set("client", Function::new(ctx.clone(), client)?)?;
    let own = shared.clone();
    let source = move |path: String| own.get().package.source(&path).map(|text| text.to_string());
    host.set("source", Function::new(ctx.clone(), source)?)?;
    let own = shared.clone();
    let compile = move |ctx: Ctx<'js>, path: String, _: Opt<Value<'js>>| -> Result<Function<'js>> {
        let source = own.get().package.source(&path).unwrap_or_default();
        let mut options = rquickjs::context::EvalOptions::default();
        options.strict = false;
        options.filename = Some(format!("{ROOT}{path}"));
        ctx.eval_with_options(format!("{WRAPPER}{source}\n}})"), options)
    };
    host.set("compile", Function::new(ctx.clone(), compile)?)
}

/// What Node.js puts around a `CommonJS` file; it stands on the file's first line.
const WRAPPER: &str = "(function (exports, require, module, __filename, __dirname) {";

/// A line of a stack as Node.js writes it: modules by their URL, `CommonJS` columns without the wrapper.
fn place(line: &str, shared: &Shared) -> String {
    let Some(start) = line.find(ROOT) else { return line.to_owned() };
    let tail = &line[start + ROOT.len()..];
    let Some(end) = tail.find(':') else { return line.to_owned() };
    let (file, position) = tail.split_at(end);
    if shared.get().package.format(file) == super::package::Format::Module {
        return format!("{}file://{ROOT}{tail}", &line[..start]);
    }
    let mut numbers = position[1..].splitn(2, ':');
    let (row, rest) = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    match (row, digits.parse::<usize>()) {
        ("1", Ok(column)) if column > WRAPPER.len() => {
            format!("{}{file}:1:{}{}", &line[..start + ROOT.len()], column - WRAPPER.len(), &rest[digits.len()..])
        }
        _ => line.to_owned(),
    }
}

fn thrown(text: &str) -> Thrown {
    let value: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let word = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let trace = value["trace"].as_array().into_iter().flatten().filter_map(|line| line.as_str().map(str::to_owned));
    Thrown { error_type: word("errorType"), error_message: word("errorMessage"), trace: trace.collect() }
}

fn too_large(bytes: usize, most: usize) -> Thrown {
    let error_message =
        format!("Response payload size ({bytes} bytes) exceeded maximum allowed payload size ({most} bytes).");
    Thrown { error_type: "Function.ResponseSizeTooLarge".to_owned(), error_message, trace: Vec::new() }
}

/// Bytes come as text of one character each: reading the engine's own memory would not be safe while it can move.
fn bytes_of(text: &str) -> Vec<u8> {
    text.chars().map(|letter| letter as u8).collect()
}

/// A random UUID of version 4.
fn uuid(high: u64, low: u64) -> String {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}
