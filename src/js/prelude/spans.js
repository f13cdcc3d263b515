// Subsegments: stretches of an invocation with a name, which X-Ray draws.
(function (host, core) {
  'use strict';
  class Subsegment {
    #id;
    #notes = { annotations: {}, metadata: {} };
    constructor(name, parent) { this.name = String(name); this.parent = parent; this.#id = host.openSpan(this.name, parent?.number ?? 0); }
    get number() { return this.#id; }
    addNewSubsegment(name) { return new Subsegment(name, this); }
    addAnnotation(key, value) { this.#notes.annotations[key] = value; }
    addMetadata(key, value, namespace = 'default') { (this.#notes.metadata[namespace] ??= {})[key] = value; }
    addAttribute(key, value) { this.#notes[key] = value; }
    addError(error) { this.#notes.error = { name: error?.name ?? 'Error', message: String(error?.message ?? error) }; }
    addFaultFlag() { this.#notes.fault = true; }
    addErrorFlag() { this.#notes.fault ??= false; }
    close(error) {
      if (error) this.addError(error);
      let notes;
      try { notes = JSON.stringify(this.#notes); } catch { notes = '{}'; }
      host.closeSpan(this.#id, notes);
    }
    isClosed() { return false; }
    flush() {}
    format() { return JSON.stringify({ name: this.name }); }
  }
  // The function's own segment cannot be written to; its subsegments can.
  const segment = {
    name: core.process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'function', trace_id: '', number: 0,
    addNewSubsegment: (name) => new Subsegment(name, null), addAnnotation() {}, addMetadata() {}, addError() {}, close() {}, isClosed: () => false,
  };
  let current = segment;
  // The document client shares the settings of the client under it.
  const capture = (client) => { core.hidden(client.config ?? client, '$traced', true); return client; };
  return { Subsegment, segment, capture, current: () => current, use: (next) => { current = next ?? segment; } };
})
