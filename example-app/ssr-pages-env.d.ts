// Made by ssr-pages of the files in the pages folder; changes to it are lost.
/* eslint-disable */
/// <reference types="ssr-pages/env" />

declare namespace App {
  interface Routes {
    "/404": {}
    "/account": {}
    "/api/products/[id]": { id: string }
    "/api/products": {}
    "/care": {}
    "/cart": {}
    "/delivery": {}
    "/login": {}
    "/products/[id]": { id: string }
    "/": {}
  }
}
