//! `up` and `serve`: running services until a signal, or until one can't go on.

use tokio::signal::unix::{SignalKind, signal};

use crate::{
    client::Failure,
    config::{ConfigError, Server, ServerArgs},
    host::{ALL, Host, HostError, HostSettings, Which},
};

pub(super) async fn up(args: &ServerArgs) -> Result<(), Failure> {
    run(args, ALL.to_vec(), "up").await
}

pub(super) async fn serve(services: Vec<Which>, args: &ServerArgs) -> Result<(), Failure> {
    let settled = args.settle(services.clone()).map_err(Failure::usage)?;
    if settled.host.nats.is_none() {
        return Err(Failure::usage(ConfigError::NoBus));
    }
    let names: Vec<_> = services.iter().map(|it| super::operate::name(*it)).collect();
    run(args, services, &names.join("-")).await
}

async fn run(args: &ServerArgs, services: Vec<Which>, name: &str) -> Result<(), Failure> {
    let Server { host, log_form } = args.settle(services).map_err(Failure::usage)?;
    if args.check {
        say(&host);
        return Ok(());
    }
    runtime::telemetry::init(log_form, name).map_err(Failure::internal)?;
    let data = host.data.clone();
    let running = Host::start(host).await.map_err(failure)?;
    tracing::info!(address = %running.address, data = %data.display(), "ready");
    running.run_until(asked_to_stop()).await.map_err(failure)?;
    tracing::info!("stopped");
    Ok(())
}

fn say(host: &HostSettings) {
    let HostSettings { services, node, data, listen, nats, clock: _, log } = host;
    let names: Vec<_> = services.iter().map(|it| super::operate::name(*it)).collect();
    println!("services       {}", names.join(" "));
    println!("node           {node}");
    println!("data           {}", data.display());
    println!("listen         {listen}");
    println!("nats           {}", nats.as_deref().unwrap_or("none"));
    println!("reserve_bytes  {}", log.reserve_bytes);
}

/// SIGTERM or SIGINT.
async fn asked_to_stop() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => (),
        _ = tokio::signal::ctrl_c() => (),
    }
}

fn failure(error: HostError) -> Failure {
    match error {
        HostError::Serve(runtime::server::ServeError::NotLoopback(_)) => Failure::usage(error),
        error => Failure::internal(error),
    }
}
