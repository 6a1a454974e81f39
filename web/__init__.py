"""Parts of every HTTP answer: who may ask, headers, words, errors, files a browser keeps."""
