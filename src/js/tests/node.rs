//! Node.js's modules and globals, as handlers use them.

use super::*;

/// What an expression of an `async` function body answers.
fn value(body: &str) -> String {
    answer(&format!("export const handler = async () => {{ {body} }};"), "{}")
}

/// The lines that a body prints.
fn lines(body: &str) -> Vec<String> {
    let mut process = Process::esm(&format!("export const handler = async () => {{ {body} }};"));
    process.init();
    let outcome = process.invoke("{}");
    assert!(matches!(outcome, Outcome::Returned(_)), "{outcome:?} {:?}", process.printed);
    process.printed
}

#[test]
fn buffers_speak_all_encodings() {
    assert_eq!(
        value(
            "const b = Buffer.from('grüße'); return [b.toString('hex'), b.toString('base64'), Buffer.from('_-8', 'base64url').toString('hex'), b.length, Buffer.byteLength('ü')];"
        ),
        r#"["6772c3bcc39f65","Z3LDvMOfZQ==","ffef",7,2]"#
    );
    assert_eq!(
        value(
            "const b = Buffer.alloc(6, 'ab'); b.writeUInt16BE(513, 0); return [b.readUInt8(1), b.toString('latin1', 2), b.indexOf('ba'), b.includes('zz'), Buffer.concat([b, Buffer.from([1])]).length, b.equals(Buffer.from(b)), JSON.stringify(Buffer.from('x'))];"
        ),
        r#"[1,"abab",3,false,7,true,"{\"type\":\"Buffer\",\"data\":[120]}"]"#
    );
    assert_eq!(
        value("return [atob('aGk='), btoa('hi'), new TextDecoder().decode(new TextEncoder().encode('ü'))];"),
        r#"["hi","aGk=","ü"]"#
    );
}

#[test]
fn addresses_are_taken_apart() {
    assert_eq!(
        value(
            "const u = new URL('https://user:pw@Example.com:8443/a/../b?x=1&y=2#h'); u.searchParams.append('z', 'ä b'); return [u.hostname, u.port, u.pathname, u.search, u.hash, u.origin, u.searchParams.get('y'), u.href];"
        ),
        r##"["example.com","8443","/b","?x=1&y=2&z=%C3%A4+b","#h","https://example.com:8443","2","https://user:pw@example.com:8443/b?x=1&y=2&z=%C3%A4+b#h"]"##
    );
    assert_eq!(
        value(
            "return [new URL('../c?d', 'https://a.b/x/y/z').href, new URL('https://a.b:443').href, URL.canParse('nonsense'), new URLSearchParams({ a: '1', b: 'x&y' }).toString(), [...new URLSearchParams('?a=1&a=2').getAll('a')]];"
        ),
        r#"["https://a.b/x/c?d","https://a.b/",false,"a=1&b=x%26y",["1","2"]]"#
    );
}

#[test]
fn paths_query_strings_and_the_rest_of_the_small_modules() {
    assert_eq!(
        value(
            "const path = await import('node:path'); const qs = await import('querystring'); const { parse } = await import('node:url'); const os = await import('os'); return [path.join('/tmp', 'a', '..', 'b.txt'), path.extname('x.tar.gz'), path.basename('/a/b.js', '.js'), qs.parse('a=1&a=2&b=x%20y'), qs.stringify({ k: ['v', 'w'] }), parse('https://a.b/c?d=e', true).query.d, os.tmpdir(), os.EOL];"
        ),
        r#"["/tmp/b.txt",".gz","b",{"a":["1","2"],"b":"x y"},"k=v&k=w","e","/tmp","\n"]"#
    );
    assert_eq!(
        value(
            "const { StringDecoder } = await import('string_decoder'); const d = new StringDecoder(); const b = Buffer.from('ü'); return [d.write(b.subarray(0, 1)), d.write(b.subarray(1))];"
        ),
        r#"["","ü"]"#
    );
}

#[test]
fn util_turns_callbacks_into_promises_and_values_into_text() {
    assert_eq!(
        value(
            "const util = await import('node:util'); const later = util.promisify((n, done) => setTimeout(done, 1, null, n + 1)); return [await later(1), util.format('%s=%d %j', 'a', 2, { b: 1 }), util.inspect({ a: [{}] }), util.types.isDate(new Date()), util.isDeepStrictEqual({ a: [1] }, { a: [1] }), util.isDeepStrictEqual([1], ['1'])];"
        ),
        r#"[2,"a=2 {\"b\":1}","{ a: [ {} ] }",true,true,false]"#
    );
}

#[test]
fn digests_signatures_and_random_values() {
    assert_eq!(
        value(
            "const c = await import('node:crypto'); const key = await crypto.subtle.importKey('raw', Buffer.from('key'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']); const signed = Buffer.from(await crypto.subtle.sign('HMAC', key, Buffer.from('abc'))).toString('base64'); return [Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from('abc'))).toString('hex').slice(0, 8), signed === c.createHmac('sha256', 'key').update('abc').digest('base64'), c.randomBytes(8).length, c.timingSafeEqual(Buffer.from('a'), Buffer.from('b')), /^[0-9a-f-]{36}$/.test(crypto.randomUUID()), c.randomInt(5) < 5, crypto.getRandomValues(new Uint8Array(4)).length];"
        ),
        r#"["ba7816bf",true,8,false,true,true,4]"#
    );
}

#[test]
fn events_timers_and_signals() {
    assert_eq!(
        value(
            "const { EventEmitter, once } = await import('node:events'); const e = new EventEmitter(); const seen = []; e.on('x', (v) => seen.push(v)); e.once('x', (v) => seen.push(-v)); e.emit('x', 1); e.emit('x', 2); setTimeout(() => e.emit('late', 'y'), 2); return [seen, await once(e, 'late'), e.listenerCount('x')];"
        ),
        r#"[[1,-1,2],["y"],1]"#
    );
    assert_eq!(
        value(
            "const { setTimeout: sleep } = await import('node:timers/promises'); const t = Date.now(); const v = await sleep(20, 'v'); const names = []; try { await sleep(1000, null, { signal: AbortSignal.timeout(5) }); } catch (e) { names.push(e.name); } const order = []; setImmediate(() => order.push('immediate')); process.nextTick(() => order.push('tick')); queueMicrotask(() => order.push('micro')); await sleep(1); return [v, Date.now() - t >= 25, names, order];"
        ),
        r#"["v",true,["AbortError"],["tick","micro","immediate"]]"#
    );
}

#[test]
fn stores_follow_their_run() {
    let source = "import { AsyncLocalStorage } from 'node:async_hooks';
const store = new AsyncLocalStorage();
const inner = async () => { await null; return store.getStore()?.id; };
export const handler = async (event) => [await store.run({ id: event.id }, inner), store.getStore() ?? 'none'];";
    assert_eq!(answer(source, r#"{"id":7}"#), r#"[7,"none"]"#);
}

#[test]
fn copies_are_deep() {
    assert_eq!(
        value(
            "const a = { d: new Date(0), m: new Map([[1, { x: 1 }]]), s: new Set([1]) }; a.self = a; const b = structuredClone(a); b.m.get(1).x = 2; return [a.m.get(1).x, b.self === b, b.d.getTime(), b !== a];"
        ),
        "[1,true,0,true]"
    );
}

#[test]
fn amounts_and_dates_are_written_without_languages() {
    assert_eq!(
        value(
            "return [(1234567.891).toLocaleString(), new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' }).format(1234.5), (0.256).toLocaleString('en-US', { style: 'percent' }), new Date(0).toLocaleDateString('en-US'), new Date(0).toLocaleString(), 10n.toLocaleString()];"
        ),
        r#"["1,234,567.891","€1,234.50","26%","1/1/1970","1/1/1970, 12:00:00 AM","10"]"#
    );
}

#[test]
fn an_endpoint_is_fetched() {
    let source = "export const handler = async () => {
  const response = await fetch('https://partner.example/rates?day=1', { method: 'POST', headers: { 'X-Key': 'k' }, body: JSON.stringify({ a: 1 }) });
  const { rate } = await response.json();
  let refused; try { await fetch('https://down.example'); } catch (error) { refused = [error.message, error.cause.code]; }
  return [response.ok, response.status, response.headers.get('content-type'), rate, refused];
};";
    let services: Services = |call| {
        if call.input.contains("down") {
            return Err(CallError {
                name: "ECONNREFUSED".into(),
                message: "connection refused".into(),
                ..CallError::default()
            });
        }
        Ok(r#"{"status":201,"headers":{"Content-Type":"application/json"},"body":"{\"rate\":1.5}"}"#.into())
    };
    let mut process = served("index.mjs", source, services);
    assert_eq!(
        returned(&mut process, "{}"),
        serde_json::json!([true, 201, "application/json", 1.5, ["fetch failed", "ECONNREFUSED"]])
    );
    assert_eq!(
        process.asked[0],
        r#"fetch POST {"url":"https://partner.example/rates?day=1","method":"POST","headers":{"content-type":"text/plain;charset=UTF-8","x-key":"k"},"body":"{\"a\":1}"}"#
    );
}

#[test]
fn the_console_has_all_its_verbs() {
    let printed = lines(
        "console.time('t'); await new Promise((d) => setTimeout(d, 30)); console.timeEnd('t'); console.count(); console.count(); console.group('g'); console.log('in\\nside'); console.groupEnd(); console.assert(1 === 2, 'sum %d', 3); console.dir({ a: { b: { c: {} } } }, { depth: 0 }); console.table([{ a: 1, b: 'x' }, { a: 2 }]);",
    );
    assert!(printed[0].starts_with("INFO t: 30"), "{printed:?}");
    assert_eq!(
        printed[1..6],
        ["INFO default: 1", "INFO default: 2", "INFO g", "INFO   in\n  side", "ERROR Assertion failed: sum 3"]
    );
    assert_eq!(printed[6], "INFO { a: [Object] }");
    let table = "INFO ┌─────────┬───┬─────┐\n│ (index) │ a │ b   │\n├─────────┼───┼─────┤\n│ 0       │ 1 │ 'x' │\n│ 1       │ 2 │     │\n└─────────┴───┴─────┘";
    assert_eq!(printed[7], table);
}

#[test]
fn json_logs_keep_objects_and_take_errors_apart() {
    let source = "export const handler = async () => { console.log({ total: 3 }); console.info('a', { b: 1 }); console.error(new TypeError('no')); console.warn('failed:', new Error('why')); throw new Error('end'); };";
    let mut ask = asked(Package::single("index.mjs", source));
    ask.json_logs = true;
    let mut sandbox = Sandbox::new(ask).unwrap();
    sandbox.init(Moment(0), Moment(10_000_000));
    let turn = sandbox.invoke(Moment(0), Moment(10_000_000), "{}", CONTEXT);
    let members: Vec<serde_json::Value> = turn
        .printed
        .iter()
        .map(|line| serde_json::from_str(&format!("{{{}}}", line.json.as_ref().expect("members"))).expect("JSON"))
        .collect();
    assert_eq!(members[0], serde_json::json!({ "message": { "total": 3 } }));
    assert_eq!(members[1]["message"], "a { b: 1 }");
    assert_eq!(
        (&members[2]["message"]["errorType"], &members[2]["message"]["errorMessage"]),
        (&"TypeError".into(), &"no".into())
    );
    assert_eq!((&members[3]["errorType"], &members[3]["errorMessage"]), (&"Error".into(), &"why".into()));
    assert!(members[3]["message"].as_str().unwrap().starts_with("failed: Error: why"), "{}", members[3]);
    assert_eq!(members[4]["message"]["errorMessage"], "end");
}

#[test]
fn assertions_fail_as_nodes_do() {
    let source = "import assert from 'node:assert/strict';
export const handler = async () => { assert.deepEqual({ a: 1 }, { a: 1 }); assert.throws(() => { throw new TypeError('x'); }, TypeError); await assert.rejects(Promise.reject(new Error('y')), /y/); assert.equal(1, 2); };";
    let mut process = Process::esm(source);
    process.init();
    let thrown = failure(process.invoke("{}"));
    assert_eq!(thrown.error_type, "AssertionError");
}

#[test]
fn powertools_logs_and_measures() {
    let source = "import { Logger } from '@aws-lambda-powertools/logger'; import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'; import { Tracer } from '@aws-lambda-powertools/tracer';
const logger = new Logger({ serviceName: 'orders' }); const metrics = new Metrics({ namespace: 'shop', serviceName: 'orders' }); const tracer = new Tracer();
export const handler = async (event, context) => {
  logger.addContext(context);
  logger.appendKeys({ tenant: 't1' });
  tracer.putAnnotation('k', 1);
  logger.debug('hidden');
  logger.info('taken', { id: 7 });
  logger.error('failed', new Error('why'));
  metrics.addMetric('orders', MetricUnit.Count, 2);
  metrics.publishStoredMetrics();
};";
    let mut process = Process::esm(source);
    process.init();
    process.invoke("{}");
    process.invoke("{}");
    let line = |n: usize| serde_json::from_str::<serde_json::Value>(process.printed[n].trim()).expect("JSON");
    assert_eq!(line(0)["message"], "taken");
    assert_eq!(
        (&line(0)["cold_start"], &line(0)["service"], &line(0)["id"], &line(0)["tenant"]),
        (&true.into(), &"orders".into(), &7.into(), &"t1".into())
    );
    assert_eq!(line(0)["function_request_id"], "r-1");
    assert_eq!(line(1)["error"]["message"], "why");
    let metric = line(2);
    assert_eq!(
        metric["_aws"]["CloudWatchMetrics"][0],
        serde_json::json!({ "Namespace": "shop", "Dimensions": [["service"]], "Metrics": [{ "Name": "orders", "Unit": "Count" }] })
    );
    assert_eq!((&metric["orders"], &metric["service"]), (&2.into(), &"orders".into()));
    assert_eq!(line(3)["cold_start"], false);
}

#[test]
fn files_in_tmp_through_all_three_forms() {
    assert_eq!(
        value(
            "const fs = await import('node:fs'); const { writeFile, readFile, readdir, rm } = await import('node:fs/promises'); await writeFile('/tmp/a/b.txt', 'eins'); fs.appendFileSync('/tmp/a/b.txt', ' zwei'); const text = await new Promise((done, no) => fs.readFile('/tmp/a/b.txt', 'utf8', (e, t) => (e ? no(e) : done(t)))); const names = await readdir('/tmp/a'); const { size } = fs.statSync('/tmp/a/b.txt'); await rm('/tmp/a', { recursive: true }); const code = await readFile('/tmp/a/b.txt').catch((e) => e.code); return [text, names, size, code, (await readFile('/var/task/index.mjs', 'utf8')).length > 10];"
        ),
        r#"["eins zwei",["b.txt"],9,"ENOENT",true]"#
    );
}
