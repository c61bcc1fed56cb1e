// SPDX-License-Identifier: Apache-2.0
declare module 'virtual:base-map' {
  const url: string;
  export default url;
}
