//! Reflection: foreign clients find what a process serves, and nothing that another does.

use std::collections::BTreeSet;

use futures::{StreamExt, stream};
use tempfile::TempDir;
use tests::{
    embedded,
    faults::{Four, SERVICES},
};
use tonic::{Request, client::Grpc, transport::Channel};
use tonic_prost::ProstCodec;
use tonic_reflection::pb::{v1, v1alpha};

#[tokio::test(flavor = "multi_thread")]
async fn both_reflections_list_every_service() {
    let folder = TempDir::new().unwrap();
    let (host, client) = embedded(&folder).await;
    let listed = listed(client.channel("partners").unwrap()).await;
    for service in contract::services() {
        assert!(listed.contains(&service), "{service} is not listed");
    }
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_of_one_service_lists_what_it_serves_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let mut four = Four::start(folder.path());
    let client = four.client();
    for service in SERVICES {
        let channel = client.channel(service).unwrap();
        let listed = listed(channel.clone()).await;
        let own = |it: &String| it.starts_with(&format!("accord.{service}.")) || it.starts_with("accord.log.");
        let ours: Vec<_> = contract::services().into_iter().filter(own).collect();
        let theirs: Vec<_> = listed.iter().filter(|it| it.starts_with("accord.")).cloned().collect();
        assert_eq!(theirs, ours, "at {service}");
        for name in listed {
            let mut grpc = Grpc::new(channel.clone());
            grpc.ready().await.unwrap();
            let path = format!("/{name}/Give").parse().unwrap();
            let codec = ProstCodec::<(), ()>::default();
            let refused = grpc.unary(Request::new(()), path, codec).await.unwrap_err();
            assert!(refused.message().contains("no such method"), "{name} is listed at {service}: {refused}");
        }
    }
    four.terminate_all();
}

/// By both reflections, which say the same.
async fn listed(channel: Channel) -> BTreeSet<String> {
    use v1::{server_reflection_request::MessageRequest, server_reflection_response::MessageResponse};
    let all = Some(MessageRequest::ListServices("*".into()));
    let request = v1::ServerReflectionRequest { host: String::new(), message_request: all };
    let mut newer = v1::server_reflection_client::ServerReflectionClient::new(channel.clone());
    let mut answers = newer.server_reflection_info(stream::iter([request])).await.unwrap().into_inner();
    let listed: BTreeSet<_> = match answers.next().await.unwrap().unwrap().message_response.unwrap() {
        MessageResponse::ListServicesResponse(it) => it.service.into_iter().map(|it| it.name).collect(),
        other => panic!("{other:?}"),
    };

    use v1alpha::{server_reflection_request as asked, server_reflection_response as told};
    let all = Some(asked::MessageRequest::ListServices("*".into()));
    let request = v1alpha::ServerReflectionRequest { host: String::new(), message_request: all };
    let mut older = v1alpha::server_reflection_client::ServerReflectionClient::new(channel);
    let mut answers = older.server_reflection_info(stream::iter([request])).await.unwrap().into_inner();
    let listed_before = match answers.next().await.unwrap().unwrap().message_response.unwrap() {
        told::MessageResponse::ListServicesResponse(it) => it.service.into_iter().map(|it| it.name).collect(),
        other => panic!("{other:?}"),
    };
    assert_eq!(listed, listed_before);
    listed
}
