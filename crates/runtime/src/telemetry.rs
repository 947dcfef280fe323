//! What operators see of a call's way: logs, spans, W3C trace context in metadata and envelopes, OTLP where configured.

use std::{io::IsTerminal, sync::OnceLock};

use opentelemetry::{
    Context, KeyValue,
    propagation::{Extractor, TextMapPropagator},
    trace::{TraceContextExt, TracerProvider},
};
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::{Resource, propagation::TraceContextPropagator, trace::SdkTracerProvider};
use tonic::metadata::MetadataMap;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

pub const TRACEPARENT: &str = "traceparent";

static EXPORTS: OnceLock<SdkTracerProvider> = OnceLock::new();

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogForm {
    #[default]
    Text,
    Json,
}

/// Sets logging up for the process; spans are exported to OTEL_EXPORTER_OTLP_ENDPOINT where that is set.
/// `RUST_LOG` filters; `info` without it. Must run inside a runtime when spans are exported.
pub fn init(form: LogForm, service: &str) -> Result<(), Box<dyn std::error::Error>> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(colours);
    let (text, json) = match form {
        LogForm::Text => (Some(lines), None),
        LogForm::Json => (None, Some(tracing_subscriber::fmt::layer().with_writer(std::io::stderr).json())),
    };
    let exports = exporter(service)?;
    let spans = exports.as_ref().map(|it| tracing_opentelemetry::layer().with_tracer(it.tracer("accord")));
    tracing_subscriber::registry().with(filter).with(text).with(json).with(spans).try_init()?;
    if let Some(exports) = exports {
        // Only the first call of a process sets it.
        let _ = EXPORTS.set(exports);
    }
    Ok(())
}

/// Sends what waits; blocks, so it is called outside the runtime or on a blocking thread.
pub fn shutdown() {
    if let Some(exports) = EXPORTS.get()
        && let Err(error) = exports.shutdown()
    {
        tracing::warn!(%error, "the last spans were not exported");
    }
}

/// The batch exporter runs on a thread of its own: the simple one hangs with tonic.
fn exporter(service: &str) -> Result<Option<SdkTracerProvider>, Box<dyn std::error::Error>> {
    if std::env::var_os("OTEL_EXPORTER_OTLP_ENDPOINT").is_none() {
        return Ok(None);
    }
    let exporter = SpanExporter::builder().with_tonic().build()?;
    let resource =
        Resource::builder().with_attribute(KeyValue::new("service.name", format!("accord-{service}"))).build();
    Ok(Some(SdkTracerProvider::builder().with_resource(resource).with_batch_exporter(exporter).build()))
}

/// A span for a call or a reaction under the trace it came with, and the context that its facts carry on.
/// Without an exporter the span costs nothing, and the context is the caller's own.
pub fn span(name: &'static str, traceparent: &str) -> (Span, String) {
    if EXPORTS.get().is_none() {
        return (Span::none(), traceparent.to_owned());
    }
    let span = tracing::info_span!("command", otel.name = name);
    let parent = TraceContextPropagator::new().extract(&One(traceparent));
    // Fails only for a span that was begun already; this one is new.
    let _ = span.set_parent(parent);
    let carried = written(&span.context());
    (span, carried)
}

/// The caller's trace context, where it is well-formed.
pub fn traceparent(metadata: &MetadataMap) -> String {
    let given = metadata.get(TRACEPARENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if is_traceparent(given) { given.to_owned() } else { String::new() }
}

fn written(context: &Context) -> String {
    let span = context.span();
    let context = span.span_context();
    match context.is_valid() {
        true => format!("00-{}-{}-{:02x}", context.trace_id(), context.span_id(), context.trace_flags().to_u8()),
        false => String::new(),
    }
}

/// version-trace-span-flags, of which version 00 is known.
fn is_traceparent(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let is_hex = |part: &&str| part.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it));
    parts.iter().map(|it| it.len()).eq([2, 32, 16, 2]) && parts.iter().all(is_hex) && parts[0] == "00"
}

struct One<'a>(&'a str);

impl Extractor for One<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == TRACEPARENT).then_some(self.0)
    }
    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT]
    }
}
