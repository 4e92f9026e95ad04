fn main() {
    titan_web::app::start();
}
