//! A local HTTP server with one prepared response per request.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

pub struct Server {
    /// `http://127.0.0.1:PORT`
    pub address: String,
    thread: JoinHandle<Vec<String>>,
}

impl Server {
    /// Starts a server that sends one response per connection, in order, then stops.
    pub fn start(responses: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let thread = thread::spawn(move || {
            responses
                .into_iter()
                .map(|response| {
                    let (mut stream, _) = listener.accept().unwrap();
                    let request = request(&mut stream);
                    // A client can close the connection before it reads the whole response.
                    let _ = stream.write_all(&response);
                    request
                })
                .collect()
        });
        Self { address, thread }
    }

    /// Waits until all responses are sent, and returns the requests.
    pub fn requests(self) -> Vec<String> {
        self.thread.join().unwrap()
    }
}

/// The head of a request, or the first byte of a TLS connection.
fn request(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n")
        && !head.starts_with(&[TLS_HANDSHAKE])
        && stream.read(&mut byte).is_ok_and(|count| count > 0)
    {
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

/// The first byte of a TLS handshake.
const TLS_HANDSHAKE: u8 = 22;

/// A response with a body.
pub fn response(status: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\nconnection: close\r\n");
    for header in headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    let length = format!("content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), length.as_bytes(), body].concat()
}

/// A redirect.
pub fn redirect(location: &str) -> Vec<u8> {
    response("302 Found", &[&format!("location: {location}")], b"")
}
